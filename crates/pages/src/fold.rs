//! Constant folding over tokens: joined pieces, character codes, reversals, junk removal, base64
//! and constant variables become the strings they make, so that a rule sees `eval`, not how it
//! was hidden.

use foldhash::{HashMap, HashMapExt};

use crate::lex::{Kind, Token};

mod constants;
mod inline;
mod values;

use constants::constants;
use inline::inline;
pub(crate) use values::{base64, unescape};
use values::{codes, function, joined, method, printable};

/// A folded string may not grow beyond this, so that repeated doubling stays linear.
const MAX_STRING: usize = 256 * 1024;
/// Passes: each one lets constants found by the last one reach further.
const MAX_PASSES: usize = 3;
/// Lengths of all literals together that one pass works through, and what a small page may always
/// cost. A loader passes its text through a handful of functions.
const WORK: usize = 8;
const MIN_WORK: usize = 1024 * 1024;
/// A written list of numbers becomes text from this many on.
const MIN_LIST: usize = 4;
/// Arguments of one call that are looked at; longer lists are only joined character codes.
const MAX_ARGUMENTS: usize = 65_536;

/// Folds until nothing changes or the passes are used up.
pub(crate) fn fold(tokens: Vec<Token>) -> Vec<Token> {
    fold_all(tokens).0
}

/// Like [`fold`], and says whether text was left folded because it would have grown or cost too
/// much.
pub(crate) fn fold_all(tokens: Vec<Token>) -> (Vec<Token>, bool) {
    let (mut tokens, mut left) = pass(tokens, &HashMap::new());
    for _ in 1..MAX_PASSES {
        let constants = constants(&tokens);
        let before = tokens.len();
        if !constants.is_empty() {
            let (next, more) = pass(tokens, &constants);
            tokens = next;
            left |= more;
        }
        let inlined = inline(&tokens);
        let grown = inlined.is_some();
        if let Some(inlined) = inlined {
            let (next, more) = pass(inlined, &HashMap::new());
            tokens = next;
            left |= more;
        }
        if !grown && tokens.len() == before {
            break;
        }
    }
    (tokens, left)
}

/// Bytes of literals that one pass may work through: calls inside calls read the same text again.
fn work(tokens: &[Token]) -> usize {
    let text: usize = tokens.iter().map(|token| token.text.len()).sum();
    MIN_WORK + text * WORK
}

struct Folder<'a> {
    out: Vec<Token>,
    /// Positions in `out` of brackets not yet closed.
    open: Vec<usize>,
    constants: &'a HashMap<String, Token>,
    /// Bytes that constants may still be copied to their uses, and folded calls may grow by.
    budget: usize,
    /// Bytes of literals that calls may still read.
    work: usize,
    /// Something was left as it stood.
    left: bool,
}

/// Bytes that one pass may add to the text, so that a large constant used often and a replacement
/// that grows stay cheap.
const MAX_COPIED: usize = 1024 * 1024;

fn pass(tokens: Vec<Token>, constants: &HashMap<String, Token>) -> (Vec<Token>, bool) {
    let mut folder = Folder {
        out: Vec::with_capacity(tokens.len()),
        open: Vec::new(),
        constants,
        budget: MAX_COPIED,
        work: work(&tokens),
        left: false,
    };
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        folder.shift(token, tokens.peek());
    }
    (folder.out, folder.left)
}

impl Folder<'_> {
    fn shift(&mut self, mut token: Token, next: Option<&Token>) {
        if token.kind == Kind::Word
            && let Some(value) = self.constants.get(&token.text)
            && self.readable(next)
            && value.text.len() <= self.budget
        {
            self.budget -= value.text.len();
            let at = token.at;
            token = Token { at, ..value.clone() };
        }
        let closes = token.closes();
        if token.opens() {
            self.open.push(self.out.len());
        }
        let bracket = if closes { self.open.pop() } else { None };
        self.out.push(token);
        if let Some(open) = bracket {
            self.close(open);
        }
        self.join(next);
    }

    /// A constant is read here: not assigned, not a member, not called.
    fn readable(&self, next: Option<&Token>) -> bool {
        let last = self.out.last();
        let member = last.is_some_and(|last| last.is("."));
        let declared = last.is_some_and(|last| {
            matches!(
                last.word(),
                "string" | "var" | "dim" | "const" | "function" | "sub" | "new" | "class"
            )
        });
        let assigned = next.is_some_and(|next| {
            (next.is("=") && !self.inside_condition())
                || next.is("+=")
                || next.is("&=")
                || next.is("(")
        });
        !member && !declared && !assigned
    }

    fn inside_condition(&self) -> bool {
        !self.open.is_empty() && self.out.iter().rev().take(6).any(|token| token.word() == "if")
    }

    /// `"a" + "b"` and number arithmetic at the end of what was read.
    fn join(&mut self, next: Option<&Token>) {
        // `"a" + "b".Replace(…)` and `1 + 2 * 3` bind to the right first.
        if next.is_some_and(|next| next.is(".") || next.is("[") || next.is("*") || next.is("/")) {
            return;
        }
        self.cast();
        let [.., left, op, right] = self.out.as_slice() else { return };
        let plus = op.is("+") || op.is("&");
        match (left.kind, right.kind) {
            (Kind::Num, Kind::Num) => {
                let Some(number) = arithmetic(left, op, right) else { return };
                self.out.truncate(self.out.len() - 3);
                self.out.push(number);
            }
            (Kind::Str, Kind::Str | Kind::Num)
                if plus && left.text.len() + right.text.len() <= MAX_STRING =>
            {
                // The left piece grows in place, so that a long chain is joined in linear time.
                let Some(right) = self.out.pop() else { return };
                self.out.pop();
                let Some(left) = self.out.last_mut() else { return };
                match right.kind {
                    Kind::Num => left.text.push_str(&right.number.to_string()),
                    _ => left.text.push_str(&right.text),
                }
                left.made = left.made.max(right.made).max(1);
            }
            _ => {}
        }
    }

    /// `(char)101`.
    fn cast(&mut self) {
        let [.., open, kind, close, number] = self.out.as_slice() else { return };
        let cast = open.is("(") && kind.word() == "char" && close.is(")");
        if cast
            && number.kind == Kind::Num
            && let Some(letter) = codes(std::iter::once(number.number))
        {
            let at = number.at;
            self.out.truncate(self.out.len() - 4);
            self.out.push(made(letter, at));
        }
    }

    /// A bracket closed: folds the call, the grouping or the list it ends.
    fn close(&mut self, open: usize) {
        let (head, inside) = self.out.split_at(open);
        let [round, square, curly] = ["(", "[", "{"].map(|bracket| inside[0].is(bracket));
        let inside = &inside[1..inside.len() - 1];
        if inside.len() > MAX_ARGUMENTS * 2 {
            return;
        }
        let at = inside.first().map_or(self.out[open].at, |token| token.at);
        let written = |token: &&Token| matches!(token.kind, Kind::Str | Kind::Num) || token.is(",");
        let receiver = head.len().checked_sub(3).map_or(0, |at| head[at].text.len());
        let cost = inside.iter().take_while(written).map(|token| token.text.len()).sum::<usize>()
            + receiver;
        if cost > self.work {
            self.left = true;
            return;
        }
        self.work -= cost;
        let free = !head.last().is_some_and(|last| {
            last.kind == Kind::Word && !matches!(last.text.as_str(), "return" | "in" | "of")
        });
        let result = if round {
            call(head, inside)
        } else if square && head.last().is_some_and(|last| last.kind == Kind::Str) {
            index(head, inside)
        } else if curly || (square && free) {
            list(inside).map(|text| (list_head(head), made(text, at)))
        } else {
            None
        };
        if let Some((drop, token)) = result {
            let growth = token.text.len().saturating_sub(cost);
            if growth > self.budget {
                (self.left, self.work, self.budget) = (true, 0, 0);
                return;
            }
            self.budget -= growth;
            self.out.truncate(open - drop);
            self.out.push(token);
        }
    }
}

fn made(text: String, at: usize) -> Token {
    Token { made: 2, ..Token::new(Kind::Str, text, at) }
}

fn arithmetic(left: &Token, op: &Token, right: &Token) -> Option<Token> {
    let (a, b) = (left.number, right.number);
    let number = match op {
        op if op.is("+") => a.checked_add(b)?,
        op if op.is("-") => a.checked_sub(b)?,
        op if op.is("*") => a.checked_mul(b)?,
        op if op.is("/") => a.checked_div(b)?,
        op if op.is("^") || op.word() == "xor" => a ^ b,
        op if op.is("|") => a | b,
        _ => return None,
    };
    Some(Token { number, ..left.clone() })
}

/// Folds a call whose arguments are written: returns how many tokens before the bracket belong
/// to it, and its value.
fn call(head: &[Token], inside: &[Token]) -> Option<(usize, Token)> {
    let name = head.last().map_or("", Token::word);
    if name.is_empty() {
        return group(head, inside);
    }
    if matches!(name, "join" | "concat")
        && let Some(text) = pieces(inside)
    {
        return Some((qualified(head), made(text, head.last()?.at)));
    }
    if !written(inside) {
        return None;
    }
    if name == "join"
        && let Some((list, text)) = joined_list(head, inside)
    {
        return Some((list, made(text, head.last()?.at)));
    }
    let arguments: Vec<&Token> = inside.iter().filter(|token| !token.is(",")).collect();
    let receiver = match head {
        [.., receiver, dot, _] if dot.is(".") && receiver.kind == Kind::Str => Some(receiver),
        _ => None,
    };
    let at = head.last()?.at;
    if let Some(receiver) = receiver {
        let value = method(&receiver.text, name, &arguments)?;
        let level =
            if matches!(name, "tostring" | "trim" | "tochararray") { receiver.made } else { 2 };
        return Some((3, Token { made: level, ..made(value, at) }));
    }
    let value = function(name, &arguments)?;
    Some((qualified(head), made(value, at)))
}

/// `["ev", "al"].join("")`: how many tokens before the bracket, and the text.
fn joined_list(head: &[Token], inside: &[Token]) -> Option<(usize, String)> {
    let list = head.len().checked_sub(3).filter(|at| head[*at].is("]"))?;
    let floor = list.saturating_sub(MAX_PIECES);
    let open = (floor..list).rev().find(|at| !written(&head[*at..=*at]))?;
    let between = inside.first().map_or(",", |token| token.text.as_str());
    let texts: Vec<&str> = strings(&head[open + 1..list])?;
    head[open].is("[").then(|| (head.len() - open, texts.join(between)))
}

/// `String.Join("", new[] { "ev", "al" })`, `String.Concat(new string[] { … })`.
fn pieces(inside: &[Token]) -> Option<String> {
    let new = inside.iter().take(3).position(|token| token.word() == "new")?;
    let open = inside.iter().take(8).position(|token| token.is("{"))?;
    let between = if new > 0 { inside[0].text.as_str() } else { "" };
    let (close, list) = inside.get(open + 1..)?.split_last()?;
    (close.is("}") && list.len() <= MAX_PIECES)
        .then(|| strings(list).map(|texts| texts.join(between)))?
}

/// The texts of a written list.
fn strings(list: &[Token]) -> Option<Vec<&str>> {
    let texts: Vec<&Token> = list.iter().filter(|token| !token.is(",")).collect();
    let all = !texts.is_empty() && texts.iter().all(|token| token.kind == Kind::Str);
    all.then(|| texts.iter().map(|token| token.text.as_str()).collect())
}

/// Tokens of a written list whose pieces are joined.
const MAX_PIECES: usize = 128;

/// Only literals and commas. Stops at the first other token, so nested calls stay linear.
fn written(inside: &[Token]) -> bool {
    inside.iter().all(|token| matches!(token.kind, Kind::Str | Kind::Num) || token.is(","))
}

/// `a.b.name` before a bracket: how many tokens.
fn qualified(head: &[Token]) -> usize {
    let mut count = 1;
    while count + 2 <= head.len()
        && head[head.len() - count - 1].is(".")
        && head[head.len() - count - 2].kind == Kind::Word
    {
        count += 2;
    }
    count
}

/// `("x")` is `"x"`; `(char)101` waits for its number and is handled by the list of codes.
fn group(head: &[Token], inside: &[Token]) -> Option<(usize, Token)> {
    let [only] = inside else { return None };
    let cast =
        head.last().is_some_and(|last| last.kind == Kind::Str || last.is(")") || last.is("]"));
    (!cast && matches!(only.kind, Kind::Str | Kind::Num)).then(|| (0, only.clone()))
}

/// `'e','v','a','l'` or `101,118,97,108` between braces or brackets.
fn list(inside: &[Token]) -> Option<String> {
    if !written(inside) {
        return None;
    }
    let items: Vec<&Token> = inside.iter().filter(|token| !token.is(",")).collect();
    if items.len() < MIN_LIST || items.len() * 2 < inside.len() {
        return None;
    }
    if items.iter().all(|token| token.kind == Kind::Num) {
        return printable(&items);
    }
    let letters =
        items.iter().all(|token| token.kind == Kind::Str && token.text.chars().count() <= 2);
    letters.then(|| joined(&items))
}

/// `new char[]`, `new byte[] `, `new string[]` before a list.
fn list_head(head: &[Token]) -> usize {
    match head {
        [.., new, kind, open, close]
            if new.word() == "new" && kind.kind == Kind::Word && open.is("[") && close.is("]") =>
        {
            4
        }
        [.., new, open, close] if new.word() == "new" && open.is("[") && close.is("]") => 3,
        _ => 0,
    }
}

/// `"text"[3]`.
fn index(head: &[Token], inside: &[Token]) -> Option<(usize, Token)> {
    let ([.., text], [number]) = (head, inside) else { return None };
    let letter = text.text.chars().nth(usize::try_from(number.number).ok()?)?;
    (number.kind == Kind::Num).then(|| (1, made(letter.to_string(), text.at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lex::lex, page::Lang};

    fn folded(lang: Lang, text: &str) -> String {
        let tokens = fold(lex(text.as_bytes(), 0, lang).0);
        let part = |token: &Token| match token.kind {
            Kind::Str => format!("{:?}", token.text),
            Kind::Num => token.number.to_string(),
            Kind::Line => "¶".to_owned(),
            Kind::Op => token.shown(),
            Kind::Word => token.text.clone(),
        };
        tokens.iter().map(part).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pieces_codes_and_reversals_become_text() {
        for (lang, code) in [
            (Lang::CSharp, "f(\"e\"+\"v\"+\"al\")"),
            (Lang::Basic, "f(chr(101)&chr(&H76) & \"al\")"),
            (Lang::Basic, "f(StrReverse(\"lave\"))"),
            (Lang::JScript, "f(String.fromCharCode(101,118,97,108))"),
            (Lang::CSharp, "f(\"exvxalx\".Replace(\"x\",\"\"))"),
            (
                Lang::CSharp,
                "f(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(\"ZXZhbA==\")))",
            ),
            (Lang::CSharp, "f(new string(new char[]{'e','v','a','l'}))"),
            (Lang::CSharp, "f(Encoding.ASCII.GetString(new byte[]{101,0x76,97,108}))"),
            (Lang::JScript, "f(unescape('%65%76%u0061l'))"),
            (Lang::CSharp, "f(\"xeval\".Substring(1))"),
            (Lang::Basic, "f(Join(Array(\"e\",\"va\",\"l\"),\"\"))"),
            (Lang::JScript, "f('e-v-a-l'.split('-').join(''))"),
            (Lang::CSharp, "f(\"ev\" + \"ala\"[0] + 'l')"),
            (Lang::Basic, "f(Mid(\"reval\",2,4))"),
            (Lang::JScript, "f([\"ev\", \"al\"].join(\"\"))"),
            (Lang::CSharp, "f(string.Join(\"\", new string[] { \"ev\", \"al\" }))"),
        ] {
            assert!(folded(lang, code).contains("\"eval\""), "{code}: {}", folded(lang, code));
        }
    }

    #[test]
    fn constant_variables_reach_their_use() {
        assert!(folded(Lang::Basic, "a = \"ev\"\na = a & \"al\"\nf a\n").ends_with("f \"eval\" ¶"));
        assert!(
            folded(Lang::CSharp, "string a=\"ev\"; a+=\"al\"; f(a);").contains("( \"eval\" )")
                || folded(Lang::CSharp, "string a=\"ev\"; a+=\"al\"; f(a);").contains("f \"eval\"")
        );
    }

    #[test]
    fn small_functions_are_put_in_place_of_their_calls() {
        for (lang, code) in [
            (
                Lang::Basic,
                "Function c(s, t)\nc = Replace(s, t, \"\")\nEnd Function\nf c(\"e#v#al\", \"#\")\n",
            ),
            (
                Lang::CSharp,
                "string R(string s) { return s.Replace(\"x\", \"\"); } f(R(\"exval\"));",
            ),
            (
                Lang::CSharp,
                "static string R(string s) => Encoding.UTF8.GetString(Convert.FromBase64String(s)); f(R(\"ZXZhbA==\"));",
            ),
        ] {
            assert!(folded(lang, code).contains("\"eval\""), "{}", folded(lang, code));
        }
        let kept = folded(Lang::Basic, "Function c(s)\nc = Load(s)\nEnd Function\nf c(\"eval\")\n");
        assert!(kept.contains("c ( \"eval\" )"), "{kept}");
    }

    #[test]
    fn a_variable_that_changes_is_no_constant() {
        let shown = folded(Lang::CSharp, "string a=\"\"; a=Request[\"x\"]; f(a);");
        assert!(shown.contains("f ( a )"), "{shown}");
    }

    #[test]
    fn calls_without_arguments_stay() {
        for name in ["mid", "left", "right", "replace", "chr", "join", "strreverse", "concat"] {
            assert!(folded(Lang::Basic, &format!("f({name}())")).contains(&format!("{name} ( )")));
            assert!(!folded(Lang::CSharp, &format!("f(\"ab\".{name}())")).is_empty());
        }
    }

    #[test]
    fn ordinary_lists_stay() {
        assert!(folded(Lang::CSharp, "int[] a = {1,2,3,4};").contains("{ 1 , 2 , 3 , 4 }"));
    }
}

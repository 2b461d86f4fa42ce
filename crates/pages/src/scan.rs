//! The rules over one language of one page: sinks with and without input, clues in literals, code
//! inside literals, and what their combination means.

use std::{cell::OnceCell, sync::OnceLock};

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::{
    flow::Flow,
    fold,
    judge::{Ability, Case},
    lex::{self, Kind as Of, Manner, Token},
    page::{Block, Form, Kind, Lang},
    rules::{self, Place, Sink},
    words::{CHECKING, CONTAINERS, FINDERS, LOOKS_UP, RUNNERS},
};

mod cloak;
mod clues;
mod combine;
mod credentials;
mod evaluate;
mod fixed;
mod indirect;
mod named;
mod native;
mod ordinary;
mod powers;
mod relay;
mod upload;
mod weigh;

pub(crate) use clues::clues;

/// Bytes of literals that are read as code, over all depths of one unit.
const MAX_INNER: usize = 512 * 1024;
/// Tokens of one call that are looked at for literals and arguments.
const MAX_ARGUMENTS: usize = 96;
/// Letters of a class that gets an alias: each use of the alias takes its name.
const MAX_CLASS: usize = 64;
/// Tokens of a call's type arguments.
const MAX_TYPES: usize = 12;
/// Tokens between an assignment and a page's name in its value.
const MAX_ASSIGNED: usize = 40;

/// The code of one language on one page.
pub(crate) struct Unit {
    tokens: Vec<Token>,
    manner: Manner,
    lang: Lang,
    form: Form,
    depth: usize,
    /// The code was decoded from a literal, not written.
    decoded: bool,
}

impl Unit {
    /// Reads every block of that language into one run of tokens.
    /// `imports` are the namespaces that directives import under names of their own.
    pub(crate) fn read(
        text: &[u8],
        blocks: &[Block],
        lang: Lang,
        form: Form,
        imports: &[String],
    ) -> Self {
        let (mut tokens, mut manner) = (Vec::new(), Manner::default());
        if blocks.iter().any(|block| block.kind == Kind::Code(lang)) {
            for import in imports {
                let line = format!("using {import};\n");
                tokens.append(&mut lex::lex(line.as_bytes(), 0, lang).0);
            }
        }
        for block in blocks {
            let binding = block.kind == Kind::Binding(lang);
            if !binding && block.kind != Kind::Code(lang) {
                continue;
            }
            let (mut own, seen) = lex::lex(&text[block.start..block.end], block.start, lang);
            if binding && lang != Lang::JScript {
                own.retain(|token| !matches!(token.word(), "eval" | "bind"));
            }
            if manner.escaped_words == 0 {
                manner.first_escape = seen.first_escape;
            }
            manner.escaped_words += seen.escaped_words;
            manner.inner_comments += seen.inner_comments;
            manner.tokens += seen.tokens;
            manner.cut |= seen.cut;
            tokens.append(&mut own);
            tokens.push(Token::new(Of::Line, String::new(), block.end));
        }
        let (tokens, left) = fold::fold_all(aliases(tokens));
        manner.cut |= left;
        let tokens = named::spell_out(evaluators(tokens, lang), lang);
        Self { tokens, manner, lang, form, depth: 0, decoded: false }
    }
}

/// `using P = System.Diagnostics.Process;` and `Imports P = …`: the alias becomes the class.
fn aliases(mut tokens: Vec<Token>) -> Vec<Token> {
    let mut names: HashMap<String, String> = HashMap::new();
    for at in 0..tokens.len().saturating_sub(3) {
        let starts = matches!(tokens[at].word(), "using" | "imports");
        if starts && tokens[at + 2].is("=") && !tokens[at + 1].word().is_empty() {
            let end = (at + 3..tokens.len().min(at + 24)).find(|place| tokens[*place].ends());
            let class = end.map_or("", |end| tokens[end - 1].word());
            if class.len() <= MAX_CLASS {
                names.insert(tokens[at + 1].text.clone(), class.to_owned());
            }
        }
    }
    if !names.is_empty() {
        for token in tokens.iter_mut().filter(|token| token.kind == Of::Word) {
            if let Some(class) = names.get(&token.text).filter(|class| !class.is_empty()) {
                token.text.clone_from(class);
            }
        }
    }
    tokens
}

/// `var e = eval;` and `var f = Function;`: the variable becomes the evaluator it stands for.
fn evaluators(mut tokens: Vec<Token>, lang: Lang) -> Vec<Token> {
    let names: HashSet<String> = tokens
        .windows(4)
        .filter(|window| {
            let value = window[2].word();
            let given = window[1].is("=") && window[3].ends();
            given && (value == "eval" || (lang == Lang::JScript && value == "function"))
        })
        .map(|window| window[0].word().to_owned())
        .filter(|name| !name.is_empty())
        .collect();
    if !names.is_empty() {
        for token in tokens.iter_mut().filter(|token| names.contains(token.word())) {
            "eval".clone_into(&mut token.text);
        }
    }
    tokens
}

/// Everything one unit showed that later rules combine.
#[derive(Default)]
struct Seen {
    /// Texts of clues and of `with` lists found in literals.
    marks: HashSet<&'static str>,
    /// Sinks of running, evaluating, loading or compiling without input: the heaviest place.
    unfed: Option<usize>,
    loads: Option<usize>,
    lists: bool,
    writes: bool,
    reads: bool,
    /// A database is chosen by the request, and asked what the request says.
    connects: bool,
    asks: bool,
    /// The code defines a method of its own named like an evaluator.
    defines_evaluator: bool,
    /// The code names the folder that is never served.
    aside: bool,
    /// The page speaks of what it allows.
    checks: bool,
    /// Words of the code, by number, that hold the name of a page.
    pages: Vec<bool>,
    /// An evaluator's argument is rewritten text.
    rewrites: bool,
    /// Finders whose names the code decodes by functions of its own: how many, and the last.
    decoded_names: usize,
    decoded_place: usize,
    /// An evaluator runs text the code itself makes.
    evaluates: Option<usize>,
    file_place: usize,
    /// A literal that is a hash and nothing else.
    gate: Option<usize>,
    /// A server that the request names whole is asked; a connection is opened to where it says.
    asks_anywhere: Option<usize>,
    reaches: Option<usize>,
    /// A directory is chosen by the request, and asked what the request says.
    directory: Option<usize>,
    asks_directory: bool,
    /// A literal is markup that loads something into whoever reads the page it is written to.
    injects: bool,
    /// Every program that the page starts is written in it.
    fixed: OnceCell<bool>,
    /// The page compares something with a harmless file's extension.
    compares: OnceCell<bool>,
    /// A long literal of packed bytes that are no picture, font or document.
    blob: Option<usize>,
}

/// Weighs one unit into the case's notes.
pub(crate) fn scan(case: &mut Case<'_>, unit: &Unit, controls: &HashSet<String>) {
    let mut inner = MAX_INNER;
    scan_within(case, unit, controls, &mut inner);
}

fn scan_within(case: &mut Case<'_>, unit: &Unit, controls: &HashSet<String>, inner: &mut usize) {
    if unit.tokens.iter().all(|token| token.kind == Of::Line) {
        return;
    }
    let flow = Flow::new(&unit.tokens, controls);
    let rules: Vec<&[&'static Sink]> =
        flow.names().iter().map(|word| sinks().get(word).map_or(&[][..], Vec::as_slice)).collect();
    let finders: Vec<bool> =
        flow.names().iter().map(|word| FINDERS.contains(word) || LOOKS_UP.contains(word)).collect();
    let mut seen = Seen {
        marks: case.marks.iter().copied().collect(),
        defines_evaluator: evaluate::defines_evaluator(&unit.tokens),
        checks: flow.names().iter().any(|word| CHECKING.iter().any(|part| word.contains(part))),
        pages: page_names(&flow),
        injects: unit.tokens.iter().any(|t| {
            t.kind == Of::Str && ["<iframe", "<script"].iter().any(|tag| has_fold(&t.text, tag))
        }),
        aside: unit.tokens.iter().any(|t| t.kind == Of::Str && has_fold(&t.text, "app_data")),
        ..Seen::default()
    };
    for (at, token) in unit.tokens.iter().enumerate() {
        if token.kind == Of::Str {
            clues::literal(case, unit, &flow, at, &mut seen);
            clues::inner_code(case, unit, controls, token, inner);
            if seen.gate.is_none() && clues::is_hash(&token.text) {
                seen.gate = Some(token.at);
            }
            if seen.blob.is_none() && clues::is_blob(&token.text) {
                seen.blob = Some(token.at);
            }
        }
    }
    for at in 0..unit.tokens.len() {
        if finders[flow.symbol(at)] {
            finder(case, &flow, at, &mut seen);
        }
        for rule in rules[flow.symbol(at)] {
            let allowed = rule.with.is_empty()
                || rule.with.iter().any(|needed| flow.has(needed) || seen.marks.contains(needed));
            if allowed && !flow.defines(at) && stands(rule, unit, &flow, at) {
                weigh::weigh(case, unit, &flow, (rule, at), &mut seen);
            }
        }
    }
    powers::powers(case, unit, &flow);
    native::native(case, unit, &flow);
    indirect::indirect(case, unit, &flow);
    combine::combine(case, unit, &flow, &seen);
    credentials::credentials(case, &flow);
    cloak::cloak(case, unit, &flow);
    combine::manner(case, unit);
}

/// A word by which reflection finds things: what it looks through, and who gives the name.
fn finder(case: &mut Case<'_>, flow: &Flow<'_>, at: usize, seen: &mut Seen) {
    let place = flow.tokens[at].at;
    if decodes_name(flow, at) {
        seen.decoded_names += 1;
        seen.decoded_place = place;
    }
    // `typeof(Process).GetMethods()`.
    let class = at >= 3 && flow.tokens[at - 1].is(".") && flow.tokens[at - 2].is(")");
    if class && RUNNERS.contains(&flow.tokens[at - 3].word()) {
        case.notes.can(Ability::RunsCommands);
        case.note(
            place,
            "looks through the methods of a class that runs programs or loads code",
            40,
        );
        seen.unfed = seen.unfed.or(Some(place));
    }
}

/// `GetMethod(D("…"))`: the name comes out of a function that the page defines.
fn decodes_name(flow: &Flow<'_>, at: usize) -> bool {
    let opens = |at: usize| flow.token(at).is_some_and(|token| token.is("("));
    opens(at + 1)
        && opens(at + 3)
        && flow.token(at + 2).is_some_and(|name| flow.is_own(name.word()))
        && flow
            .token(at + 4)
            .is_some_and(|first| matches!(first.kind, Of::Str | Of::Num) || first.word() == "new")
}

/// Which words are given the name of a page: `path = folder + ".aspx"`.
fn page_names(flow: &Flow<'_>) -> Vec<bool> {
    let mut pages = vec![false; flow.names().len()];
    for (at, token) in flow.tokens.iter().enumerate() {
        if token.kind != Of::Str || !weigh::executable(&token.text) {
            continue;
        }
        let back = (at.saturating_sub(MAX_ASSIGNED)..at)
            .rev()
            .take_while(|back| !flow.tokens[*back].ends())
            .find(|back| flow.tokens[*back].is("="));
        if let Some(target) = back.and_then(|back| back.checked_sub(1)) {
            pages[flow.symbol(target)] = flow.symbol(target) > 0;
        }
    }
    pages
}

fn sinks() -> &'static HashMap<&'static str, Vec<&'static Sink>> {
    static TABLE: OnceLock<HashMap<&'static str, Vec<&'static Sink>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<_, Vec<_>> = HashMap::new();
        for rule in rules::all() {
            table.entry(rule.word).or_default().push(rule);
        }
        table
    })
}

/// The word before a class's name with its namespaces: `new`, `as`.
fn maker(tokens: &[Token], at: usize) -> &str {
    let mut start = at;
    for _ in 0..8 {
        if start >= 2 && tokens[start - 1].is(".") && !tokens[start - 2].word().is_empty() {
            start -= 2;
        }
    }
    start.checked_sub(1).map_or("", |before| tokens[before].word())
}

/// Whether the word at `at` stands as the rule wants it.
fn stands(rule: &Sink, unit: &Unit, flow: &Flow<'_>, at: usize) -> bool {
    let tokens = flow.tokens;
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let member = before.is_some_and(|before| before.is("."));
    let owner = if member && at >= 2 { tokens[at - 2].word() } else { "" };
    match rule.place {
        // `XsltSettings.Default` allows nothing.
        Place::Any if rule.word == "xsltsettings" => {
            tokens.get(at + 2).is_none_or(|next| next.word() != "default")
        }
        Place::Any => true,
        Place::Member if rule.word == "clear" => member && !CONTAINERS.contains(&owner),
        Place::Member => member,
        Place::Whole => {
            let goes_on = |next: &Token| next.is("[") || next.is("(") || next.is(".");
            member && !tokens.get(at + 1).is_some_and(goes_on)
        }
        Place::Of(owners) => member && owners.contains(&owner),
        Place::Set => tokens.get(at + 1).is_some_and(|next| next.is("=")),
        Place::Type | Place::New => {
            // `Function("a", code)` makes one without `new`.
            if rule.word == "function" && unit.lang == Lang::JScript {
                let text = tokens.get(at + 2).is_some_and(|token| token.kind == Of::Str);
                if text && tokens.get(at + 1).is_some_and(|next| next.is("(")) {
                    return true;
                }
            }
            let maker = maker(tokens, at);
            maker == "new" || (maker == "as" && rule.place == Place::Type)
        }
        Place::Vb if unit.lang != Lang::Basic || member || flow.is_own(rule.word) => false,
        Place::Free | Place::Vb => {
            let named = before.map_or("", Token::word);
            let follows = match unit.lang {
                Lang::Basic => !matches!(
                    named,
                    "function" | "sub" | "class" | "end" | "get" | "let" | "as" | "dim"
                ),
                // A statement of script may end without a sign, so only a definition names it.
                Lang::JScript => !matches!(named, "function" | "new" | "class" | "get" | "set"),
                _ => matches!(
                    named,
                    "" | "return" | "else" | "await" | "in" | "case" | "typeof" | "void"
                ),
            };
            let called = tokens.get(at + 1).is_some_and(|next| {
                next.is("(")
                    || (unit.lang == Lang::Basic && !next.is("=") && !next.is(".") && !next.ends())
            });
            // `x.eval(` of the global object is the same evaluator.
            let global =
                matches!(owner, "window" | "this" | "globalthis" | "microsoft" | "jscript");
            follows && called && (!member || global)
        }
    }
}

/// The place before the bracket of a call with type arguments: `Deserialize<object>(`.
fn generic(flow: &Flow<'_>, at: usize) -> usize {
    if !flow.token(at + 1).is_some_and(|next| next.is("<")) {
        return at;
    }
    let close =
        (at + 2..at + MAX_TYPES).find(|place| flow.token(*place).is_some_and(|t| t.is(">")));
    match close {
        Some(close) if flow.token(close + 1).is_some_and(|next| next.is("(")) => close,
        _ => at,
    }
}

/// The argument range of the call or assignment at `at`.
fn arguments(unit: &Unit, flow: &Flow<'_>, rule: &Sink, at: usize) -> (usize, usize) {
    let at = generic(flow, at);
    let next = flow.token(at + 1);
    if rule.place == Place::Set {
        (at + 2, flow.statement_end(at + 1))
    } else if next.is_some_and(|next| next.is("(")) {
        (at + 2, flow.close(at + 1))
    } else if unit.lang == Lang::Basic && !next.is_some_and(|next| next.is(".")) {
        (at + 1, flow.statement_end(at))
    } else {
        (at + 1, at + 1)
    }
}

fn has_fold(text: &str, needle: &str) -> bool {
    crate::view::find_fold(text.as_bytes(), needle.as_bytes(), 0).is_some()
}

//! The rules over one language of one page: sinks with and without input, clues in literals, code
//! inside literals, and what their combination means.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use foldhash::{HashMap, HashMapExt, HashSet};

use crate::{
    flow::Flow,
    fold,
    judge::{Ability, Case},
    lex::{self, Kind as Of, Manner, Token},
    page::{Block, Form, Kind, Lang},
    rules::{CLUES, Clue, DECODES, DECRYPTS, FILE_CHECKS, Place, SINKS, Sink},
};

/// Code inside literals inside code: no real loader nests deeper.
const MAX_DEPTH: usize = 4;
/// Bytes of literals that are read as code, over all depths of one unit.
const MAX_INNER: usize = 512 * 1024;
/// Tokens of one call that are looked at for literals and arguments.
const MAX_ARGUMENTS: usize = 96;

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
    pub(crate) fn read(text: &[u8], blocks: &[Block], lang: Lang, form: Form) -> Self {
        let (mut tokens, mut manner) = (Vec::new(), Manner::default());
        for block in blocks {
            let binding = block.kind == Kind::Binding(lang);
            if !binding && block.kind != Kind::Code(lang) {
                continue;
            }
            let (mut own, seen) = lex::lex(&text[block.start..block.end], block.start, lang);
            if binding {
                own.retain(|token| !matches!(token.word(), "eval" | "bind"));
            }
            if manner.escaped_words == 0 {
                manner.first_escape = seen.first_escape;
            }
            manner.escaped_words += seen.escaped_words;
            manner.inner_comments += seen.inner_comments;
            manner.tokens += seen.tokens;
            tokens.append(&mut own);
            tokens.push(Token::new(Of::Line, String::new(), block.end));
        }
        Self { tokens: fold::fold(aliases(tokens)), manner, lang, form, depth: 0, decoded: false }
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
            names.insert(tokens[at + 1].text.clone(), class.to_owned());
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
    /// An evaluator runs text the code itself makes.
    evaluates: Option<usize>,
    file_place: usize,
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
    let words: HashSet<&str> = unit.tokens.iter().map(Token::word).collect();
    let mut seen = Seen {
        marks: case.marks.iter().copied().collect(),
        defines_evaluator: defines_evaluator(&unit.tokens),
        aside: unit.tokens.iter().any(|t| t.kind == Of::Str && has_fold(&t.text, "app_data")),
        ..Seen::default()
    };
    for (at, token) in unit.tokens.iter().enumerate() {
        if token.kind == Of::Str {
            literal(case, unit, &flow, at, &mut seen);
            inner_code(case, unit, controls, token, inner);
        }
    }
    for at in 0..unit.tokens.len() {
        let word = unit.tokens[at].word();
        for rule in sinks().get(word).into_iter().flatten() {
            let allowed = rule.with.is_empty()
                || rule
                    .with
                    .iter()
                    .any(|needed| words.contains(needed) || seen.marks.contains(needed));
            if allowed && stands(rule, unit, &flow, at) {
                weigh(case, unit, &flow, &words, (rule, at), &mut seen);
            }
        }
    }
    combine(case, unit, &flow, &words, &seen);
    manner(case, unit);
}

fn sinks() -> &'static HashMap<&'static str, Vec<&'static Sink>> {
    static TABLE: OnceLock<HashMap<&'static str, Vec<&'static Sink>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: HashMap<_, Vec<_>> = HashMap::new();
        for rule in SINKS {
            table.entry(rule.word).or_default().push(rule);
        }
        table
    })
}

/// Whether the word at `at` stands as the rule wants it.
fn stands(rule: &Sink, unit: &Unit, flow: &Flow<'_>, at: usize) -> bool {
    let tokens = flow.tokens;
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    let member = before.is_some_and(|before| before.is("."));
    let owner = if member && at >= 2 { tokens[at - 2].word() } else { "" };
    match rule.place {
        Place::Any => true,
        Place::Member => member,
        Place::Of(owners) => member && owners.contains(&owner),
        Place::Set => tokens.get(at + 1).is_some_and(|next| next.is("=")),
        Place::Type => {
            let mut start = at;
            for _ in 0..8 {
                if start >= 2 && tokens[start - 1].is(".") && !tokens[start - 2].word().is_empty() {
                    start -= 2;
                }
            }
            start > 0 && matches!(tokens[start - 1].word(), "new" | "as")
        }
        Place::Free => {
            let named = before.map_or("", Token::word);
            let follows = match unit.lang {
                Lang::Basic => !matches!(
                    named,
                    "function" | "sub" | "class" | "end" | "get" | "let" | "as" | "dim"
                ),
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

/// The argument range of the call or assignment at `at`.
fn arguments(unit: &Unit, flow: &Flow<'_>, rule: &Sink, at: usize) -> (usize, usize) {
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

fn weigh(
    case: &mut Case<'_>,
    unit: &Unit,
    flow: &Flow<'_>,
    words: &HashSet<&str>,
    (rule, at): (&Sink, usize),
    seen: &mut Seen,
) {
    let (from, to) = arguments(unit, flow, rule, at);
    let near = &flow.tokens[from.min(flow.tokens.len())
        ..to.min(from + MAX_ARGUMENTS).min(flow.tokens.len()).max(from.min(flow.tokens.len()))];
    let text_of_request = rule.ability == Ability::EvalOfInput
        && near.iter().any(|token| token.kind == Of::Str && has_fold(&token.text, "request"));
    let fed = flow.fed(from, to) || text_of_request;
    let computed = near
        .iter()
        .any(|token| token.kind == Of::Word && !is_literal_word(token.word()) || token.made == 2);
    let place = unit.tokens[at].at;
    let mut weight = match (fed, rule.computed && !computed) {
        (true, _) => rule.fed,
        (false, true) => 0,
        (false, false) => rule.plain,
    };
    let evaluator =
        matches!(rule.word, "eval" | "execute" | "executeglobal") && rule.place != Place::Member;
    if evaluator {
        weight = evaluator_weight(unit, seen, rule, fed, weight);
    }
    let file = matches!(rule.ability, Ability::ReadsFiles | Ability::WritesFiles);
    if file && fed {
        weight = file_weight(flow, words, rule, (from, to), weight);
        seen.lists |= rule.what.starts_with("lists");
        seen.writes |= rule.ability == Ability::WritesFiles;
        seen.reads |= rule.ability == Ability::ReadsFiles && !rule.what.starts_with("lists");
        seen.file_place = place;
    }
    let page_written = rule.ability == Ability::WritesFiles
        && near.iter().any(|token| token.kind == Of::Str && executable(&token.text));
    if page_written {
        weight = weight.max(if flow.any_input() { 80 } else { 45 });
    }
    if rule.word == "saveas" {
        weight = upload_weight(seen, flow, words, from, to);
    }
    if weight == 0 {
        return;
    }
    if rule.ability == Ability::LoadsAssembly && weight >= 30 {
        seen.loads = Some(place);
    }
    let runs = matches!(
        rule.ability,
        Ability::RunsCommands | Ability::EvalOfInput | Ability::LoadsAssembly | Ability::Compiles
    );
    if runs && !fed && weight >= 25 && (computed || to <= from) {
        seen.unfed = Some(place);
    }
    if rule.ability == Ability::Database && fed {
        seen.connects |= rule.what.starts_with("connects");
        seen.asks |= rule.what.starts_with("sends");
        seen.file_place = place;
    }
    if evaluator && !fed {
        seen.evaluates = Some(place);
    }
    case.notes.can(rule.ability);
    let what =
        if fed { format!("{}, fed by the request", rule.what) } else { rule.what.to_owned() };
    case.note(place, what, weight);
}

fn is_literal_word(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "nothing" | "new" | "string" | "byval")
}

/// `Eval` and `Execute` evaluate only in JScript and classic ASP; elsewhere they are somebody's
/// methods, unless nobody defines them.
fn evaluator_weight(unit: &Unit, seen: &Seen, rule: &Sink, fed: bool, weight: u16) -> u16 {
    let script =
        unit.lang == Lang::JScript || (unit.lang == Lang::Basic && unit.form == Form::ClassicAsp);
    if script || unit.decoded || unit.depth > 0 {
        return if weight == rule.plain && weight > 0 { 45 } else { weight };
    }
    if fed && !seen.defines_evaluator { 60 } else { 0 }
}

fn defines_evaluator(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|window| {
        matches!(window[1].word(), "eval" | "execute" | "executeglobal")
            && window[2].is("(")
            && !window[0].word().is_empty()
            && !matches!(window[0].word(), "return" | "else" | "then" | "call")
    })
}

/// Files named by the request, less where the page checks names, and by which argument is fed.
fn file_weight(
    flow: &Flow<'_>,
    words: &HashSet<&str>,
    rule: &Sink,
    (from, to): (usize, usize),
    weight: u16,
) -> u16 {
    let comma = first_comma(flow, from, to);
    let path_fed = flow.fed(from, comma);
    let content = matches!(
        rule.word,
        "writealltext"
            | "writeallbytes"
            | "writealllines"
            | "appendalltext"
            | "streamwriter"
            | "filestream"
    );
    if content && !path_fed {
        let script = flow.tokens[from..comma]
            .iter()
            .any(|token| token.kind == Of::Str && executable(&token.text));
        return if script { 80 } else { 8 };
    }
    if content && rule.word.starts_with("write") && flow.fed(comma, to) {
        return 85;
    }
    if FILE_CHECKS.iter().any(|check| words.contains(check)) { weight * 2 / 5 } else { weight }
}

fn first_comma(flow: &Flow<'_>, from: usize, to: usize) -> usize {
    let mut at = from;
    let limit = to.min(from + MAX_ARGUMENTS);
    while at < limit {
        let token = &flow.tokens[at];
        if token.is(",") {
            return at;
        }
        let opens = token.is("(") || token.is("[");
        at = if opens { flow.close(at).max(at + 1) } else { at + 1 };
    }
    limit.min(flow.tokens.len())
}

fn executable(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [".aspx", ".ashx", ".asmx", ".asp", ".asax", ".cshtml", ".svc", ".config", ".master", ".ascx"]
        .iter()
        .any(|extension| text.ends_with(extension))
}

/// An upload is ordinary where the page chooses or checks the name, a back door where the request
/// names the place.
fn upload_weight(
    seen: &Seen,
    flow: &Flow<'_>,
    words: &HashSet<&str>,
    from: usize,
    to: usize,
) -> u16 {
    let checked = [
        "getextension",
        "endswith",
        "newguid",
        "getrandomfilename",
        "contenttype",
        "allowedextensions",
        "contains",
    ]
    .iter()
    .any(|check| words.contains(check));
    let near = &flow.tokens[from.min(flow.tokens.len())
        ..to.min(from + MAX_ARGUMENTS).min(flow.tokens.len()).max(from.min(flow.tokens.len()))];
    let named = |name: &str| near.iter().any(|token| token.word() == name);
    let by_client_name = named("filename") || named("getfilename");
    let fed = flow.fed(from, to);
    match (fed && !by_client_name, checked || seen.aside) {
        (true, false) => 80,
        (true, true) => 10,
        (false, false) => 45,
        (false, true) => 5,
    }
}

fn has_fold(text: &str, needle: &str) -> bool {
    crate::view::find_fold(text.as_bytes(), needle.as_bytes(), 0).is_some()
}

struct Texts {
    automaton: AhoCorasick,
    texts: Vec<&'static str>,
    /// The clue of each text, if it is one.
    clue: Vec<Option<&'static Clue>>,
}

fn texts() -> Option<&'static Texts> {
    static TEXTS: OnceLock<Option<Texts>> = OnceLock::new();
    let built = TEXTS.get_or_init(|| {
        let mut texts: Vec<&'static str> = CLUES.iter().map(|clue| clue.text).collect();
        texts.extend(
            SINKS.iter().flat_map(|rule| rule.with).filter(|text| text.contains(['.', '-', '_'])),
        );
        texts.sort_unstable();
        texts.dedup();
        let clue = texts.iter().map(|text| CLUES.iter().find(|clue| clue.text == *text)).collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&texts)
            .ok()?;
        Some(Texts { automaton, texts, clue })
    });
    built.as_ref()
}

/// Weighs what a literal names; returns the texts found.
pub(crate) fn clues(case: &mut Case<'_>, text: &str, at: usize, made: u8) -> Vec<&'static str> {
    let Some(texts) = texts() else { return Vec::new() };
    let mut found = Vec::new();
    for hit in texts.automaton.find_overlapping_iter(text) {
        let number = hit.pattern().as_usize();
        let Some(clue) = texts.clue[number] else {
            found.push(texts.texts[number]);
            continue;
        };
        if clue.whole && hit.start() != 0 {
            continue;
        }
        found.push(clue.text);
        case.notes.can(clue.ability);
        case.note(at, format!("names {}", clue.text.trim()), clue.weight);
        if made > 0 && clue.weight >= 25 {
            case.notes.can(Ability::HidesCode);
            case.note(at, "puts a dangerous name together from pieces", 35);
        }
        if found.len() > MAX_ARGUMENTS {
            break;
        }
    }
    found
}

fn literal(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>, at: usize, seen: &mut Seen) {
    let token = &unit.tokens[at];
    seen.marks.extend(clues(case, &token.text, token.at, token.made));
    let whole = token.text.to_ascii_lowercase();
    let evaluator = matches!(whole.as_str(), "eval" | "execute" | "executeglobal" | "unsafe");
    let hidden = evaluator
        || matches!(
            whole.as_str(),
            "start"
                | "process"
                | "request"
                | "invoke"
                | "createobject"
                | "system.diagnostics"
                | "cmd"
        );
    if token.made > 0 && hidden {
        case.notes.can(Ability::HidesCode);
        case.note(token.at, "puts a dangerous name together from pieces", 35);
    }
    // `x["eval"](…)` and `getMethod("eval")`: reached by name.
    let by_name = flow.token(at + 1).is_some_and(|next| next.is("]"))
        && flow.token(at + 2).is_some_and(|next| next.is("("));
    if by_name && evaluator {
        let fed = flow.fed(at + 3, flow.close(at + 2));
        case.notes.can(Ability::EvalOfInput);
        case.note(token.at, "reaches an evaluator by its name", if fed { 100 } else { 45 });
    }
}

/// Reads a literal as code where it holds some, plain or in base64.
fn inner_code(
    case: &mut Case<'_>,
    unit: &Unit,
    controls: &HashSet<String>,
    token: &Token,
    inner: &mut usize,
) {
    if unit.depth >= MAX_DEPTH || token.text.len() < 12 || token.text.len() > *inner {
        return;
    }
    let mut text = token.text.clone();
    let mut decoded = token.made == 2;
    if let Some(plain) = packed(&text) {
        decoded = true;
        if plain.starts_with("MZ") && plain.len() > 256 {
            case.notes.can(Ability::HidesCode);
            case.notes.can(Ability::LoadsAssembly);
            case.note(token.at, "holds a program image in base64", 60);
            return;
        }
        seen_clues(case, &plain, token.at);
        text = plain;
    }
    let codelike = has_fold(&text, "request")
        || has_fold(&text, "eval")
        || has_fold(&text, "execute")
        || (decoded
            && (has_fold(&text, "process")
                || has_fold(&text, "createobject")
                || has_fold(&text, "assembly")));
    if !codelike
        || !text.contains(['(', '[']) && !has_fold(&text, "execute ") && !has_fold(&text, "eval ")
    {
        return;
    }
    *inner = inner.saturating_sub(text.len());
    let (mut tokens, manner) = lex::lex(text.as_bytes(), 0, unit.lang);
    // The code stands where its literal stands.
    tokens.iter_mut().for_each(|part| part.at = token.at);
    let within = Unit {
        tokens: fold::fold(tokens),
        manner: Manner { first_escape: token.at, ..manner },
        lang: unit.lang,
        form: unit.form,
        depth: unit.depth + 1,
        decoded,
    };
    scan_within(case, &within, controls, inner);
}

fn seen_clues(case: &mut Case<'_>, text: &str, at: usize) {
    clues(case, text, at, 2);
}

/// What a long base64 literal holds.
fn packed(text: &str) -> Option<String> {
    let plausible = text.len() >= 24
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=\r\n -_".contains(&byte))
        && text.bytes().filter(|byte| *byte == b' ').count() * 20 < text.len();
    if !plausible {
        return None;
    }
    let plain = fold::base64(text)?;
    let readable = plain
        .chars()
        .take(256)
        .filter(|letter| letter.is_ascii_graphic() || letter.is_ascii_whitespace())
        .count();
    let whole = plain.chars().take(256).count().max(1);
    (plain.starts_with("MZ") || readable * 20 >= whole * 19).then_some(plain)
}

/// What abilities mean together.
fn combine(case: &mut Case<'_>, unit: &Unit, flow: &Flow<'_>, words: &HashSet<&str>, seen: &Seen) {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let input = flow.any_input();
    if let Some(place) = seen.loads {
        let hidden = has(DECRYPTS) || has(DECODES);
        if hidden {
            case.notes.can(Ability::HidesCode);
            case.note(place, "decrypts or decodes what it loads", if input { 70 } else { 50 });
        }
    }
    if let Some(place) = seen.unfed.filter(|_| input) {
        case.note(place, "does so on a page that reads the request", 40);
    }
    if seen.lists && seen.writes && seen.reads {
        case.note(seen.file_place, "is a file manager driven by the request", 45);
    }
    if seen.connects && seen.asks {
        case.note(seen.file_place, "is a database client driven by the request", 40);
    }
    if seen.writes && writes_input(flow) {
        case.note(seen.file_place, "writes what the request sends", 40);
    }
    let decodes = has(&["chr", "chrw", "fromcharcode", "chrb"])
        && has(&["mid", "asc", "ascw", "charcodeat", "substring", "xor", "midb"]);
    if let Some(place) = seen.evaluates.filter(|_| decodes) {
        case.notes.can(Ability::HidesCode);
        case.note(place, "evaluates text that it decodes itself", 40);
    }
    let tunnel = has(&["socket", "tcpclient"]) && has(&["session", "application"]) && input;
    if tunnel {
        case.notes.can(Ability::Tunnels);
        let place = unit.tokens.iter().find(|token| matches!(token.word(), "socket" | "tcpclient"));
        case.note(
            place.map_or(0, |token| token.at),
            "keeps connections between requests: a tunnel",
            60,
        );
    }
}

/// Whether input is written to anything but the response.
fn writes_input(flow: &Flow<'_>) -> bool {
    flow.tokens.iter().enumerate().skip(2).any(|(at, token)| {
        let writes = matches!(token.word(), "write" | "writeline" | "writetext" | "copyto");
        let owner = flow.tokens[at - 2].word();
        writes
            && flow.tokens[at - 1].is(".")
            && !matches!(
                owner,
                "response" | "output" | "trace" | "console" | "debug" | "log" | "writer"
            )
            && (flow.fed(at + 1, flow.statement_end(at))
                || (token.word() == "copyto" && flow.fed(at.saturating_sub(4), at)))
    })
}

/// What only somebody who hides writes.
fn manner(case: &mut Case<'_>, unit: &Unit) {
    let manner = unit.manner;
    if manner.escaped_words > 0 {
        case.notes.can(Ability::HidesCode);
        let weight = if manner.escaped_words > 2 { 60 } else { 30 };
        case.note(
            manner.first_escape,
            "writes identifiers in escapes or invisible letters",
            weight,
        );
    }
    if manner.inner_comments >= 6 && manner.inner_comments * 8 >= manner.tokens {
        case.notes.can(Ability::HidesCode);
        let at = unit.tokens.first().map_or(0, |token| token.at);
        case.note(at, "scatters comments inside its statements", 40);
    }
}

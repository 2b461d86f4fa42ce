//! What one sink weighs where it stands: fed or not, checked or not, which argument.

use super::{
    MAX_ARGUMENTS, Seen, Unit, arguments,
    evaluate::evaluator_weight,
    fixed::is_fixed,
    has_fold,
    ordinary::{is_ordinary, opens_part, reads_stream},
    upload::{self, program},
};
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::{Kind as Of, Token},
    rules::{Place, Sink},
    words::{FILE_CHECKS, INTERPRETERS, REWRITES, SECRET_FILES},
};

/// A sink where it stands.
pub(super) struct Use<'a> {
    pub(super) rule: &'static Sink,
    /// The tokens of its arguments, from and to.
    pub(super) span: (usize, usize),
    /// The first of them.
    pub(super) near: &'a [Token],
    /// Request input reaches them.
    pub(super) fed: bool,
    /// The request names its first argument whole: see [`Flow::names_whole`].
    pub(super) whole: bool,
    /// Some argument is computed, not written.
    pub(super) computed: bool,
    /// `Eval`, `Execute` or `ExecuteGlobal` called as itself.
    pub(super) evaluator: bool,
}

impl<'a> Use<'a> {
    fn read(unit: &Unit, flow: &Flow<'a>, rule: &'static Sink, at: usize) -> Self {
        let (from, to) = arguments(unit, flow, rule, at);
        let length = flow.tokens.len();
        let start = from.min(length);
        let near = &flow.tokens[start..to.min(from + MAX_ARGUMENTS).min(length).max(start)];
        let text_of_request = rule.ability == Ability::EvalOfInput
            && near.iter().any(|token| token.kind == Of::Str && names_input(flow, &token.text));
        let computed = |token: &Token| {
            token.kind == Of::Word && !is_literal_word(token.word()) || token.made == 2
        };
        // `new Func<byte[], Assembly>(Assembly.Load)`: the method itself is passed on.
        let passed_on = matches!(rule.place, Place::Of(_)) && flow.passed_on(at);
        // `archive.ExtractToDirectory(folder)`: the archive is what the request sends.
        let unpacks = rule.word.starts_with("extract") && flow.fed(at.saturating_sub(2), at);
        let place = [Ability::ReadsFiles, Ability::WritesFiles, Ability::Tunnels];
        let comma = first_comma(flow, from, to);
        // `open(method, address)`: the address stands second.
        let (start, end) = match rule.word {
            "open" | "httprequestmessage" if rule.ability == Ability::Tunnels && comma < to => {
                (comma + 1, first_comma(flow, comma + 1, to))
            }
            _ => (from, comma),
        };
        let named = place.contains(&rule.ability)
            || rule.what.starts_with("compiles a page")
            || rule.what.ends_with("a page named by the request")
            || rule.word == "getobject";
        let whole = named && flow.names_whole(start, end);
        Self {
            rule,
            span: (from, to),
            near,
            // What chooses between two written values is none of them.
            fed: flow.fed(flow.value(from, comma), to)
                || text_of_request
                || unpacks
                || hands_on(flow, rule, at),
            whole,
            computed: passed_on || near.iter().any(computed),
            evaluator: matches!(rule.word, "eval" | "execute" | "executeglobal")
                && rule.place != Place::Member,
        }
    }

    /// Whether an expression tree's call names its type or method by input: values that the call is
    /// given do not matter, nor does what chooses among written names.
    fn builds_freely(&self, flow: &Flow<'_>) -> bool {
        let (from, to) = self.span;
        let first = first_comma(flow, from, to);
        let second = first_comma(flow, (first + 1).min(to), to);
        let target = flow.token(from).is_some_and(|token| token.word() != "typeof");
        (target && flow.fed(from, first)) || flow.fed(flow.value(first + 1, second), second)
    }

    /// The rule's own weight, before what the page says about it.
    fn weight(&self) -> u16 {
        match (self.fed, self.rule.computed && !self.computed) {
            (true, _) => self.rule.fed,
            (false, true) => 0,
            (false, false) => self.rule.plain,
        }
    }

    fn of(&self, abilities: &[Ability]) -> bool {
        abilities.contains(&self.rule.ability)
    }
}

/// Weight of PowerShell that is only given cmdlets which are written in the page.
const FIXED_CMDLETS: u16 = 15;

/// Whether a method is handed on to where input reaches it: `f = Assembly.Load; f(input)`,
/// `input.Split(' ').Select(Process.Start)`.
fn hands_on(flow: &Flow<'_>, rule: &Sink, at: usize) -> bool {
    let method = matches!(rule.place, Place::Of(_) | Place::Any);
    let member = at > 0 && flow.tokens[at - 1].is(".");
    if !(method && member && flow.passed_on(at)) {
        return false;
    }
    let beside = matches!(rule.place, Place::Of(_))
        && flow.fed(flow.statement_start(at), flow.statement_end(at));
    beside || flow.alias(at).is_some_and(|target| flow.is_called_with_input(flow.symbol(target)))
}

/// Whether code in a literal names the request or a variable that holds what it sent.
fn names_input(flow: &Flow<'_>, text: &str) -> bool {
    let mut words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    has_fold(text, "request")
        || (text.len() <= MAX_CODE_TEXT
            && flow.any_input()
            && words.any(|word| !word.is_empty() && flow.is_fed(&word.to_ascii_lowercase())))
}

/// Bytes of a literal that are looked through for variables: it is code to evaluate, or none.
const MAX_CODE_TEXT: usize = 512;

/// Weighs one sink into the notes and remembers what later rules combine.
pub(super) fn weigh(
    case: &mut Case<'_>,
    unit: &Unit,
    flow: &Flow<'_>,
    (rule, at): (&'static Sink, usize),
    seen: &mut Seen,
) {
    let sink = Use::read(unit, flow, rule, at);
    if is_ordinary(flow, &sink, at) {
        return;
    }
    let place = unit.tokens[at].at;
    let mut weight = sink.weight();
    if rule.word == "call" && sink.fed && !sink.builds_freely(flow) {
        return;
    }
    if sink.evaluator {
        weight = evaluator_weight(unit, flow, seen, &sink, weight);
    }
    if sink.fed
        && sink.of(&[Ability::ReadsFiles, Ability::WritesFiles])
        && rule.what != "reads a document"
    {
        weight = file_weight(flow, &sink, seen, weight);
    }
    weight = weight.max(placed(case, flow, &sink, at, seen));
    if rule.what == "hosts PowerShell" && flow.has_fixed_cmdlets() {
        weight = weight.min(FIXED_CMDLETS);
    }
    if rule.word == "saveas" {
        weight = upload::saved(case, (flow, seen), (sink.span, sink.near), (sink.whole, place));
    }
    if rule.ability == Ability::RunsCommands && weight > 0 && rule.what.contains("process") {
        interpreter(case, &sink);
    }
    let process = rule.ability == Ability::RunsCommands && rule.what.contains("process");
    if process && !sink.fed && weight > 0 && *seen.fixed.get_or_init(|| is_fixed(unit, flow)) {
        weight /= 4;
    }
    let starts = weight > 10 && rule.word == "start" && rule.ability == Ability::RunsCommands;
    if starts && !sink.fed && sink.computed && !flow.has("processstartinfo") {
        weight = weight.max(45);
    }
    remember(seen, &sink, weight, place);
    if weight > 0 {
        case.notes.can(rule.ability);
        let what =
            if sink.fed { format!("{}, fed by the request", rule.what) } else { rule.what.into() };
        case.note(place, what, weight);
    }
}

/// What a sink weighs at least for the places it works on: pages, secrets, other servers, both ends
/// of a copy.
fn placed(case: &mut Case<'_>, flow: &Flow<'_>, sink: &Use<'_>, at: usize, seen: &mut Seen) -> u16 {
    let rule = sink.rule;
    let mut weight = both_ends(flow, sink, seen);
    let names_page = |at: usize, token: &Token| {
        (token.kind == Of::Str && executable(&token.text)) || seen.pages[flow.symbol(at)]
    };
    let page_written = (rule.ability == Ability::WritesFiles || opens_to_write(sink))
        && rule.plain + rule.fed > 25
        && sink.near.iter().enumerate().any(|(at, token)| names_page(sink.span.0 + at, token));
    if page_written {
        let sure = flow.any_input() || rule.word == "downloadfile";
        weight = weight.max(if sure { 80 } else { 45 });
    }
    let asks = rule.ability == Ability::Tunnels && rule.word != "acceptwebsocketrequest";
    if sink.whole && asks && !seen.checks && !checks_address(flow) {
        weight = weight.max(45);
        seen.asks_anywhere = Some(flow.tokens[at].at);
    }
    // A moniker of the request's own fetches and runs script: `script:http://…`.
    if sink.whole && rule.word == "getobject" {
        weight = weight.max(90);
    }
    if asks_whole(flow, sink) {
        weight = weight.max(60);
    }
    if rewrites_tree(flow, sink) {
        case.notes.can(Ability::WritesFiles);
        weight = weight.max(if seen.injects { 85 } else { 45 });
    }
    // `document.save(path)`: both what is written and where come from the request.
    if rule.word == "save" && sink.fed && flow.fed(at.saturating_sub(2), at) {
        weight = weight.max(if seen.checks { 60 } else { 85 });
    }
    let secret = |token: &Token| {
        let text = token.text.to_ascii_lowercase();
        token.kind == Of::Str && SECRET_FILES.iter().any(|name| text.ends_with(name))
    };
    if rule.ability == Ability::ReadsFiles && sink.near.iter().any(secret) {
        case.notes.can(Ability::CapturesCredentials);
        let all = flow.has("alldirectories") && flow.has_any(&["readalltext", "streamreader"]);
        weight = weight.max(if all { 80 } else { 40 });
    }
    weight
}

fn remember(seen: &mut Seen, sink: &Use<'_>, weight: u16, place: usize) {
    let rule = sink.rule;
    if sink.fed && sink.of(&[Ability::ReadsFiles, Ability::WritesFiles]) {
        let lists = rule.what.starts_with("lists");
        seen.lists |= lists;
        seen.writes |= rule.ability == Ability::WritesFiles || rule.word == "opentextfile";
        seen.reads |= rule.ability == Ability::ReadsFiles && !lists;
        seen.file_place = place;
    }
    if weight == 0 {
        return;
    }
    if rule.ability == Ability::LoadsAssembly && weight >= 30 {
        seen.loads = Some(place);
    }
    let runs = sink.of(&[
        Ability::RunsCommands,
        Ability::EvalOfInput,
        Ability::LoadsAssembly,
        Ability::Compiles,
    ]);
    if runs && !sink.fed && weight >= 25 && (sink.computed || sink.span.1 <= sink.span.0) {
        seen.unfed = Some(place);
    }
    if rule.ability == Ability::Database && sink.fed {
        seen.connects |= rule.what.starts_with("connects");
        seen.asks |= rule.what.starts_with("sends");
        seen.file_place = place;
    }
    let socket = sink.fed && rule.ability == Ability::Tunnels && weight >= 60;
    if socket && rule.word != "send" {
        seen.reaches = Some(place);
    }
    if rule.word == "directoryentry" && sink.whole {
        seen.directory = Some(place);
    }
    seen.asks_directory |= sink.fed && rule.what.starts_with("asks a directory what");
    if sink.evaluator && !sink.fed {
        seen.evaluates = Some(place);
        seen.rewrites |= sink.near.iter().any(|token| REWRITES.contains(&token.word()));
    }
}

/// What is done to two places that the request names both: copied, fetched, sent, unpacked from
/// anywhere to anywhere; or a page that is compiled wherever it lies.
fn both_ends(flow: &Flow<'_>, sink: &Use<'_>, seen: &Seen) -> u16 {
    let (from, to) = sink.span;
    let comma = first_comma(flow, from, to);
    let rule = sink.rule;
    let page = rule.what.ends_with("a page named by the request");
    if !sink.fed || (comma >= to && !page) {
        return 0;
    }
    let second = || flow.fed(comma + 1, to);
    let whole = || sink.whole && flow.names_whole(comma + 1, to);
    match rule.word {
        "execute" if sink.whole && rule.what.starts_with("runs a page") => 80,
        "transfer" if sink.whole => 30,
        "downloadfile" if flow.fed(from, comma) && second() => 85,
        "uploadfile" if sink.whole && second() => 80,
        "extracttodirectory" | "extracttofile" if whole() => 80,
        "copy" | "move" | "copyfile" | "movefile" | "filecopy" if !seen.checks && whole() => 80,
        // Within the site, but a text may become a page.
        "copy" | "move" | "copyfile" | "movefile" | "filecopy"
            if !seen.checks && !flow.has_any(FILE_CHECKS) && flow.fed(from, comma) && second() =>
        {
            50
        }
        _ if rule.what.starts_with("compiles a page") => {
            let other = comma < to && flow.names_whole(comma + 1, to);
            if sink.whole || other { 90 } else { 0 }
        }
        _ => 0,
    }
}

/// Notes a command interpreter or a tool of administration that is started.
fn interpreter(case: &mut Case<'_>, sink: &Use<'_>) {
    let named = sink.near.iter().find(|token| {
        let text = token.text.trim().to_ascii_lowercase();
        let file = text.rsplit(['\\', '/']).next().unwrap_or_default();
        token.kind == Of::Str && INTERPRETERS.contains(&file.trim_end_matches(".exe"))
    });
    if let Some(token) = named {
        case.note(token.at, "starts a command interpreter or a tool of administration", 30);
    }
}

fn is_literal_word(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "nothing" | "new" | "string" | "byval")
}

/// Files named by the request, less where the page checks names, and by which argument is fed.
fn file_weight(flow: &Flow<'_>, sink: &Use<'_>, seen: &Seen, weight: u16) -> u16 {
    let (rule, (from, to)) = (sink.rule, sink.span);
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
        let script = flow.tokens[from..comma].iter().any(|token| {
            token.kind == Of::Str && (executable(&token.text) || program(&token.text))
        });
        return if script { 80 } else { 8 };
    }
    let appends = rule.word.starts_with("append") && sink.whole && !seen.checks;
    if content && (rule.word.starts_with("write") || appends) && flow.fed(comma, to) {
        return 85;
    }
    if matches!(rule.word, "streamreader" | "attachment")
        && sink.near.iter().any(|t| t.word().ends_with("stream"))
    {
        return 0;
    }
    if matches!(rule.word, "streamreader" | "attachment")
        && (reads_stream(flow, from) || opens_part(sink.near))
    {
        return 0;
    }
    if sink.whole {
        return weight.max(45);
    }
    if rule.word == "opentextfile" && !opens_to_write(sink) {
        return 20;
    }
    let weight = if rule.what.starts_with("lists") { weight.min(25) } else { weight };
    if seen.checks || flow.has_any(FILE_CHECKS) { weight * 2 / 5 } else { weight }
}

/// `OpenTextFile(path, 2, True)`.
fn opens_to_write(sink: &Use<'_>) -> bool {
    let writes = |token: &Token| {
        (token.kind == Of::Num && matches!(token.number, 2 | 8))
            || matches!(token.word(), "true" | "forwriting" | "forappending")
    };
    sink.rule.word == "opentextfile" && sink.near.iter().any(writes)
}

/// Whether a database is asked what the request says, word for word.
fn asks_whole(flow: &Flow<'_>, sink: &Use<'_>) -> bool {
    let (from, to) = sink.span;
    let end = first_comma(flow, from, to);
    let from = flow.value(from, end);
    let plain = |at: usize| {
        let called = flow.token(at + 1).is_some_and(|next| next.is("("));
        !called || PLAIN_CALLS.contains(&flow.tokens[at].word())
    };
    sink.rule.what.starts_with("sends request data to a d")
        && sink.fed
        && flow.names_whole(from, end)
        && (from..end.min(from + MAX_ARGUMENTS)).all(plain)
}

/// What a statement from the request may go through and stay one.
const PLAIN_CALLS: &[&str] = &[
    "request",
    "form",
    "querystring",
    "params",
    "item",
    "cookies",
    "headers",
    "tostring",
    "trim",
    "cstr",
    "urldecode",
    "htmldecode",
    "frombase64string",
    "getstring",
];

/// Whether the page writes into each file that a walk through folders finds.
fn rewrites_tree(flow: &Flow<'_>, sink: &Use<'_>) -> bool {
    let contents = ["writealltext", "writealllines", "appendalltext", "appendtext", "streamwriter"];
    let writes = contents.contains(&sink.rule.word)
        || (sink.rule.word == "opentextfile"
            && sink.near.iter().any(|t| t.kind == Of::Num && matches!(t.number, 2 | 8)));
    let found = || {
        sink.near
            .windows(2)
            .any(|pair| pair[0].is(".") && matches!(pair[1].word(), "path" | "fullname"))
    };
    let walks = ["subfolders", "getdirectories", "alldirectories", "enumeratedirectories"];
    writes && found() && flow.has_any(&walks)
}

/// Whether the page looks at an address before it asks it.
fn checks_address(flow: &Flow<'_>) -> bool {
    flow.has_any(&["startswith", "contains", "endswith", "host", "authority", "isloopback"])
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

pub(super) fn executable(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [".aspx", ".ashx", ".asmx", ".asp", ".asax", ".cshtml", ".svc", ".config", ".master", ".ascx"]
        .iter()
        .any(|extension| text.ends_with(extension))
}

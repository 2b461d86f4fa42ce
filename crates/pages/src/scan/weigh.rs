//! What one sink weighs where it stands: fed or not, checked or not, which argument.

use super::{MAX_ARGUMENTS, Seen, Unit, arguments, has_fold};
use crate::{
    flow::Flow,
    judge::{Ability, Case},
    lex::{Kind as Of, Token},
    page::{Form, Lang},
    rules::{FILE_CHECKS, Place, Sink},
};

/// A sink where it stands.
struct Use<'a> {
    rule: &'a Sink,
    /// The tokens of its arguments, from and to.
    span: (usize, usize),
    /// The first of them.
    near: &'a [Token],
    /// Request input reaches them.
    fed: bool,
    /// Some argument is computed, not written.
    computed: bool,
    /// `Eval`, `Execute` or `ExecuteGlobal` called as itself.
    evaluator: bool,
}

impl<'a> Use<'a> {
    fn read(unit: &Unit, flow: &Flow<'a>, rule: &'a Sink, at: usize) -> Self {
        let (from, to) = arguments(unit, flow, rule, at);
        let length = flow.tokens.len();
        let start = from.min(length);
        let near = &flow.tokens[start..to.min(from + MAX_ARGUMENTS).min(length).max(start)];
        let text_of_request = rule.ability == Ability::EvalOfInput
            && near.iter().any(|token| token.kind == Of::Str && has_fold(&token.text, "request"));
        let computed = |token: &Token| {
            token.kind == Of::Word && !is_literal_word(token.word()) || token.made == 2
        };
        Self {
            rule,
            span: (from, to),
            near,
            fed: flow.fed(from, to) || text_of_request,
            computed: near.iter().any(computed),
            evaluator: matches!(rule.word, "eval" | "execute" | "executeglobal")
                && rule.place != Place::Member,
        }
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

/// Weighs one sink into the notes and remembers what later rules combine.
pub(super) fn weigh(
    case: &mut Case<'_>,
    unit: &Unit,
    flow: &Flow<'_>,
    (rule, at): (&Sink, usize),
    seen: &mut Seen,
) {
    let sink = Use::read(unit, flow, rule, at);
    let place = unit.tokens[at].at;
    let mut weight = sink.weight();
    if sink.evaluator {
        weight = evaluator_weight(unit, seen, rule, sink.fed, weight);
    }
    if sink.fed && sink.of(&[Ability::ReadsFiles, Ability::WritesFiles]) {
        weight = file_weight(flow, rule, sink.span, weight);
    }
    let page_written = rule.ability == Ability::WritesFiles
        && sink.near.iter().any(|token| token.kind == Of::Str && executable(&token.text));
    if page_written {
        weight = weight.max(if flow.any_input() { 80 } else { 45 });
    }
    if rule.word == "saveas" {
        weight = upload_weight(seen, flow, &sink);
    }
    remember(seen, &sink, weight, place);
    if weight > 0 {
        case.notes.can(rule.ability);
        let what =
            if sink.fed { format!("{}, fed by the request", rule.what) } else { rule.what.into() };
        case.note(place, what, weight);
    }
}

fn remember(seen: &mut Seen, sink: &Use<'_>, weight: u16, place: usize) {
    let rule = sink.rule;
    if sink.fed && sink.of(&[Ability::ReadsFiles, Ability::WritesFiles]) {
        let lists = rule.what.starts_with("lists");
        seen.lists |= lists;
        seen.writes |= rule.ability == Ability::WritesFiles;
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
    if sink.evaluator && !sink.fed {
        seen.evaluates = Some(place);
    }
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

pub(super) fn defines_evaluator(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|window| {
        matches!(window[1].word(), "eval" | "execute" | "executeglobal")
            && window[2].is("(")
            && !window[0].word().is_empty()
            && !matches!(window[0].word(), "return" | "else" | "then" | "call")
    })
}

/// Files named by the request, less where the page checks names, and by which argument is fed.
fn file_weight(flow: &Flow<'_>, rule: &Sink, (from, to): (usize, usize), weight: u16) -> u16 {
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
    if flow.has_any(FILE_CHECKS) { weight * 2 / 5 } else { weight }
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
fn upload_weight(seen: &Seen, flow: &Flow<'_>, sink: &Use<'_>) -> u16 {
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
    .any(|check| flow.has(check));
    let named = |name: &str| sink.near.iter().any(|token| token.word() == name);
    let by_client_name = named("filename") || named("getfilename");
    let fed = flow.fed(sink.span.0, sink.span.1);
    match (fed && !by_client_name, checked || seen.aside) {
        (true, false) => 80,
        (true, true) => 10,
        (false, false) => 45,
        (false, true) => 5,
    }
}

//! The seven answers. A yes comes from findings, a no from coverage, and everything between is
//! "cannot say" with the reason.

use model::{Answer, Answers, Claim, Confidence, Finding, Reply, Severity, Stage};

use crate::cover::{self, Check, Span};
use crate::input::{Area, Input};
use crate::requirements::Question;
use crate::{doors, event_logs, reasons, words};

/// Findings named in the reasons of a yes; the rest is counted, and all ids are listed.
const NAMED_FINDINGS: usize = 6;

/// What a copy of a server cannot show, for the answer that no back door is there.
const NO_FILE_TABLE: &str = "Alternate data streams are listed only in the file table ($MFT) of a \
    disk image, which was not read. A page that takes code from one would be seen.";

/// The answers with the checks they rest on.
pub(crate) struct Decided<'a> {
    pub(crate) answers: Answers,
    pub(crate) targeted: Vec<Check<'a>>,
    pub(crate) compromised: Vec<Check<'a>>,
    /// Stretches of the time that matters which event logs could have shown, had nobody cleared
    /// them.
    pub(crate) cleared: Vec<Span>,
}

/// Answers all seven questions. `findings` are those of the input with their ids.
pub(crate) fn decide<'a>(input: &'a Input, findings: &[Finding]) -> Decided<'a> {
    let targeted_checks = cover::checks(input, Question::Targeted);
    let compromised_checks = cover::checks(input, Question::Compromised);
    let targeted = targeted(input, findings, &targeted_checks);
    let compromised = compromised(input, findings, &compromised_checks);
    let present = door_present(input, findings);
    let was_present = door_was_present(input, findings, &compromised, &present);
    let data = data_touched(input, findings, &compromised);
    let answers = Answers {
        exposed: crate::exposed::answer(input),
        targeted,
        compromised,
        back_door_present: present,
        back_door_was_present: was_present,
        data_touched: data,
        clean_up_complete: answer(
            Reply::CannotSay,
            vec![
                "One look at a server cannot say it: that takes evidence from after the clean-up, held \
                 against what was found before."
                    .to_owned(),
            ],
            &[],
        ),
    };
    let cleared = event_logs::lost(input, findings, &compromised_checks);
    Decided { answers, targeted: targeted_checks, compromised: compromised_checks, cleared }
}

/// Whether a finding may decide an answer.
pub(crate) fn decides(finding: &Finding) -> bool {
    finding.confidence >= Confidence::Medium
}

/// The stage a finding proves. Whoever left a way in has written something, whatever else the
/// rule says.
pub(crate) fn stage_of(finding: &Finding) -> Stage {
    if claims(finding, &[Claim::BackDoorPresent, Claim::BackDoorWasPresent]) {
        finding.stage.max(Stage::FileWritten)
    } else {
        finding.stage
    }
}

pub(crate) fn claims(finding: &Finding, any: &[Claim]) -> bool {
    finding.claims.iter().any(|claim| any.contains(claim))
}

/// Whether a finding only notes how the server is set up: nobody's doing, not even a scan.
fn is_note(finding: &Finding) -> bool {
    finding.severity == Severity::Info && crate::incidents::is_on_disk(&finding.rule)
}

fn targeted(input: &Input, findings: &[Finding], checks: &[Check<'_>]) -> Answer {
    let attempts = |finding: &&Finding| stage_of(finding) >= Stage::Attempted;
    let (sure, unsure) = split(findings, attempts);
    let mut scans: Vec<&Finding> = findings
        .iter()
        .filter(|finding| stage_of(finding) == Stage::Scanned && !is_note(finding))
        .collect();
    scans.sort_by(|a, b| a.id.cmp(&b.id));
    let scanned = reasons::scanned(&scans);
    if !sure.is_empty() {
        let mut why = yes_reasons(&sure);
        why.extend(scanned);
        return answer(Reply::Yes, why, &sure);
    }
    let mut answer = denied(input, checks, &unsure, Vec::new(), "an attack");
    answer.reasons.extend(scanned);
    answer
}

fn compromised(input: &Input, findings: &[Finding], checks: &[Check<'_>]) -> Answer {
    let (sure, mut unsure) = split(findings, |finding| stage_of(finding) >= Stage::Exploited);
    if sure.is_empty() {
        unsure.retain(|finding| !event_logs::is_before_set_up(input, finding));
        let cleared = event_logs::cleared_reasons(input, findings);
        let mut answer = denied(input, checks, &unsure, cleared, "a break-in");
        extend_new(&mut answer.reasons, event_logs::reasons(input, findings));
        return answer;
    }
    let stage = sure.iter().map(|finding| stage_of(finding)).max();
    let certain = sure.iter().filter(|finding| finding.confidence == Confidence::High);
    let certain = certain.map(|finding| stage_of(finding)).max();
    let mut why = Vec::new();
    match (certain, stage) {
        (None, Some(stage)) => why.push(format!(
            "Likely, not certain: the furthest sign is \"{stage}\", and an innocent explanation \
             exists."
        )),
        (Some(certain), Some(stage)) if certain < stage => {
            why.push(format!("Certain up to \"{certain}\"; likely up to \"{stage}\"."))
        }
        (_, Some(stage)) => why.push(format!("The furthest stage reached is \"{stage}\".")),
        (_, None) => {}
    }
    why.extend(yes_reasons(&sure));
    why.extend(reasons::partly_seen(checks));
    why.extend(event_logs::reasons(input, findings));
    Answer { stage, ..answer(Reply::Yes, why, &sure) }
}

fn door_present(input: &Input, findings: &[Finding]) -> Answer {
    let present = |finding: &&Finding| claims(finding, &[Claim::BackDoorPresent]);
    let (sure, unsure) = split(findings, present);
    let unread: Vec<&str> = Area::ALL
        .iter()
        .filter(|area| !input.read_areas.contains(area))
        .map(|area| area.name())
        .collect();
    if !sure.is_empty() {
        let mut why = doors::present(&sure, findings);
        let more = why.len().saturating_sub(NAMED_FINDINGS);
        why.truncate(NAMED_FINDINGS);
        if more > 0 {
            why.push(format!("And {}.", words::number(more, "more back door")));
        }
        if !unread.is_empty() {
            let list = words::list(&unread);
            why.push(format!("There may be more; not read were: {list}."));
        }
        return answer(Reply::Yes, why, &sure);
    }
    let was = |finding: &&Finding| {
        claims(finding, &[Claim::BackDoorWasPresent]) || stage_of(finding) >= Stage::FileWritten
    };
    let (left, _) = split(findings, was);
    let removed = findings.iter().filter(|finding| claims(finding, &[Claim::BackDoorRemoved]));
    let removed = removed.count();
    let mut why = Vec::new();
    if !left.is_empty() && !unread.is_empty() {
        why.push(format!(
            "Expect one: the evidence shows that files were written, reached or run on the server \
             ({}){}, and not every place that can hold a back door was read. Treat it as present \
             until the server has been searched.",
            reasons::ids(&left),
            if removed > 0 { ", some of it removed again" } else { "" },
        ));
    }
    if !unread.is_empty() {
        why.push(format!(
            "Not read, so a back door there would not be seen: {}.",
            words::list(&unread)
        ));
    }
    why.extend(look_at(&unsure));
    if input.partial {
        why.push(reasons::PARTIAL.to_owned());
    }
    if why.is_empty() {
        return answer(Reply::No, none_found(input), &[]);
    }
    answer(Reply::CannotSay, why, &[])
}

/// Why there is no back door: what was read, what it could not show, and of when it is.
fn none_found(input: &Input) -> Vec<String> {
    let places: Vec<&str> = Area::ALL.iter().map(|area| area.name()).collect();
    let mut why = vec![format!("None was found; read were {}.", words::list(&places))];
    if !input.file_table {
        why.push(NO_FILE_TABLE.to_owned());
    }
    why.push(match input.as_of {
        Some(end) => format!(
            "This is how the server stood when the evidence was taken; its last record is of {}. \
             What came later is not seen.",
            words::minute(end)
        ),
        None => "When the evidence was taken is not known; what came later is not seen.".to_owned(),
    });
    why
}

fn door_was_present(
    input: &Input,
    findings: &[Finding],
    compromised: &Answer,
    present: &Answer,
) -> Answer {
    let was =
        |finding: &&Finding| claims(finding, &[Claim::BackDoorWasPresent, Claim::BackDoorRemoved]);
    let (sure, unsure) = split(findings, was);
    if !sure.is_empty() {
        let removals = |finding: &&&Finding| claims(finding, &[Claim::BackDoorRemoved]);
        let mut removed: Vec<&Finding> = sure.iter().filter(removals).copied().collect();
        removed.extend(unsure.iter().filter(removals));
        let mut why = listed(&removed, doors::removed);
        let mut gone: Vec<String> =
            sure.iter().filter_map(|finding| doors::gone(finding, findings)).collect();
        gone.truncate(NAMED_FINDINGS);
        why.extend(gone);
        let other: Vec<&Finding> = sure.iter().filter(|own| !removals(own)).copied().collect();
        why.extend(yes_reasons(&other));
        return answer(Reply::Yes, why, &sure);
    }
    let mut why = look_at(&unsure);
    if why.is_empty() && compromised.answer == Reply::No && present.answer != Reply::Yes {
        why.push("Nobody got in during the time that matters.".to_owned());
        return answer(Reply::No, why, &[]);
    }
    why.extend(event_logs::cleared_reasons(input, findings));
    why.push(
        "Nothing that was read shows one. A back door that was removed leaves traces mainly in \
         the IIS logs of its time and in the compiled pages under Temporary ASP.NET Files."
            .to_owned(),
    );
    answer(Reply::CannotSay, why, &[])
}

fn data_touched(input: &Input, findings: &[Finding], compromised: &Answer) -> Answer {
    let touched = |finding: &&Finding| {
        claims(finding, &[Claim::DataTouched])
            || matches!(finding.stage, Stage::CredentialsTaken | Stage::DataTaken)
    };
    let (sure, unsure) = split(findings, touched);
    if !sure.is_empty() {
        return answer(Reply::Yes, yes_reasons(&sure), &sure);
    }
    let checks = cover::checks(input, Question::Data);
    let mut why = look_at(&unsure);
    match compromised.answer {
        Reply::No => return denied(input, &checks, &unsure, Vec::new(), "data access"),
        Reply::Yes => {
            why.push(
                "Somebody got in. What was read shows no access to data, but whoever runs \
                 commands on a server can take credentials, keys and databases without a line in \
                 these logs."
                    .to_owned(),
            );
            why.extend(event_logs::cleared_reasons(input, findings));
            why.extend(reasons::mailbox_access(&checks));
        }
        Reply::CannotSay => why.push(
            "Whether somebody got in cannot be said, so neither can this; what was read shows no \
             access to data by an intruder."
                .to_owned(),
        ),
    }
    Answer { findings: reasons::id_list(&unsure), ..answer(Reply::CannotSay, why, &[]) }
}

/// The answer when no finding says yes: no, if everything that would show it was read. `cleared`
/// are sentences about logs that somebody cleared; each forbids a no.
fn denied(
    input: &Input,
    checks: &[Check<'_>],
    unsure: &[&Finding],
    cleared: Vec<String>,
    what: &str,
) -> Answer {
    let mut open = cleared;
    let told = |own: &&&Finding| !open.is_empty() && event_logs::is_clearing(own);
    let rest: Vec<&Finding> = unsure.iter().filter(|own| !told(own)).copied().collect();
    open.extend(look_at(&rest));
    if input.partial {
        open.push(reasons::PARTIAL.to_owned());
    }
    let covered = reasons::coverage(input, checks, what);
    open.extend(covered.open);
    if open.is_empty() {
        return answer(Reply::No, covered.seen, &[]);
    }
    open.extend(covered.seen);
    Answer { findings: reasons::id_list(unsure), ..answer(Reply::CannotSay, open, &[]) }
}

/// The findings that satisfy a test, those that may decide first, each furthest first.
fn split(findings: &[Finding], test: impl Fn(&&Finding) -> bool) -> (Vec<&Finding>, Vec<&Finding>) {
    let mut all: Vec<&Finding> = findings.iter().filter(test).collect();
    all.sort_by(|a, b| {
        let rank = |finding: &Finding| (finding.confidence, stage_of(finding), finding.severity);
        rank(b).cmp(&rank(a)).then_with(|| a.id.cmp(&b.id))
    });
    all.into_iter().partition(|finding| decides(finding))
}

fn yes_reasons(findings: &[&Finding]) -> Vec<String> {
    listed(findings, reasons::finding)
}

/// A sentence for each of the first findings; the rest is counted.
fn listed(findings: &[&Finding], sentence: impl Fn(&Finding) -> String) -> Vec<String> {
    let mut list: Vec<String> =
        findings.iter().take(NAMED_FINDINGS).map(|own| sentence(own)).collect();
    let more = findings.len().saturating_sub(NAMED_FINDINGS);
    if more > 0 {
        list.push(format!("And {}.", words::number(more, "more finding")));
    }
    list
}

/// Adds the sentences that are not there yet. That no event log was read may have been said with
/// everything else that is missing.
fn extend_new(reasons: &mut Vec<String>, more: Vec<String>) {
    let told = reasons.iter().any(|own| own.contains("the Windows event logs"));
    for own in more {
        let again = reasons.contains(&own) || told && own.starts_with("No Windows event log");
        if !again {
            reasons.push(own);
        }
    }
}

/// Findings that decide nothing and yet forbid a no.
fn look_at(findings: &[&Finding]) -> Vec<String> {
    let mut list: Vec<String> = findings
        .iter()
        .take(NAMED_FINDINGS)
        .map(|finding| {
            format!(
                "To look at: {} An innocent explanation is about as likely, so it decides \
                 nothing and rules nothing out.",
                reasons::finding(finding)
            )
        })
        .collect();
    let more = findings.len().saturating_sub(NAMED_FINDINGS);
    if more > 0 {
        list.push(format!("And {} of that kind.", words::number(more, "more finding")));
    }
    list
}

fn answer(reply: Reply, reasons: Vec<String>, findings: &[&Finding]) -> Answer {
    Answer { answer: reply, reasons, findings: reasons::id_list(findings), stage: None }
}

//! Pure functions: findings and coverage to answers, incidents and plan.
//!
//! [`assess`] reads nothing and asks nobody. A yes needs findings; a no needs proof that a yes
//! would have been seen; everything else is "cannot say", with what is missing and what could
//! still show it. More findings, more gaps and less coverage can never make a verdict better.

mod answers;
mod cover;
mod doors;
mod event_logs;
mod exposed;
mod headline;
mod incidents;
mod input;
mod plan;
mod reasons;
mod requirements;
#[cfg(test)]
mod tests;
mod words;

pub use input::{Area, Builds, Family, Input, SourceHours, Verdict, Window};

use model::{Finding, Hole};

/// The verdict over one server.
pub fn assess(mut input: Input) -> Verdict {
    let findings = numbered(std::mem::take(&mut input.findings));
    input.gaps.sort();
    input.coverage.sort_by(|a, b| a.source.cmp(&b.source));
    let decided = answers::decide(&input, &findings);
    let headline = headline::headline(&input, &decided, &findings);
    let summary = headline::summary(&input, &decided, &findings, headline);
    let plan = plan::plan(&input, &decided, &findings, headline);
    let blind = headline::blind(&decided);
    let blind = blind.into_iter().filter_map(|(from, to)| Hole::between(from, to)).collect();
    let incidents = incidents::incidents(&findings, &input.families);
    let answers = decided.answers;
    Verdict { findings, incidents, answers, headline, summary, blind, plan }
}

/// Gives the findings their ids in order of time; those without a time come last. The order
/// depends on nothing but the findings themselves.
fn numbered(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        let when = |own: &Finding| (own.time.is_none(), own.time, own.stage, own.last_time);
        when(a)
            .cmp(&when(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.actor.cmp(&b.actor))
            .then_with(|| a.title.cmp(&b.title))
            .then_with(|| a.evidence.cmp(&b.evidence))
            .then_with(|| a.facts.cmp(&b.facts))
            .then_with(|| {
                (b.confidence, b.severity, b.count).cmp(&(a.confidence, a.severity, a.count))
            })
            .then_with(|| a.claims.cmp(&b.claims))
            .then_with(|| a.explanation.cmp(&b.explanation))
    });
    for (index, finding) in findings.iter_mut().enumerate() {
        finding.id = format!("F{:03}", index + 1);
    }
    findings
}

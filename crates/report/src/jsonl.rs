//! One JSON object a line, each with a `type`: for pipes, `jq` and log collectors.

use std::io::{self, Write};

use model::{Answers, Assessment, Headline, Hole, Host, RunInfo};
use serde::Serialize;

use crate::json::line;

/// The first line: the assessment without what follows in lines of its own.
#[derive(Serialize)]
struct Head<'a> {
    schema: &'a str,
    run: &'a RunInfo,
    host: &'a Host,
    headline: Headline,
    summary: &'a str,
    answers: &'a Answers,
    blind: &'a [Hole],
    build_table: &'a str,
}

/// A value with its type beside its own fields.
#[derive(Serialize)]
struct Typed<'a, T> {
    r#type: &'a str,
    #[serde(flatten)]
    value: &'a T,
}

/// Writes the assessment, then each finding, incident, coverage, gap and plan step.
pub(crate) fn render(assessment: &Assessment, out: &mut dyn Write) -> io::Result<()> {
    let head = Head {
        schema: &assessment.schema,
        run: &assessment.run,
        host: &assessment.host,
        headline: assessment.headline,
        summary: &assessment.summary,
        answers: &assessment.answers,
        blind: &assessment.blind,
        build_table: &assessment.build_table,
    };
    line(&Typed { r#type: "assessment", value: &head }, out)?;
    each("finding", &assessment.findings, out)?;
    each("incident", &assessment.incidents, out)?;
    each("coverage", &assessment.coverage, out)?;
    each("gap", &assessment.gaps, out)?;
    each("plan", &assessment.plan, out)
}

fn each<T: Serialize>(r#type: &str, values: &[T], out: &mut dyn Write) -> io::Result<()> {
    values.iter().try_for_each(|value| line(&Typed { r#type, value }, out))
}

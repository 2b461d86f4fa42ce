//! The half of every answer that is easily forgotten: what the evidence could not show.

use std::io;

use model::{Assessment, Reply};

use super::page::{BOLD, DIM, PLAIN, Page};
use super::{Bounds, more, when};
use crate::digest::{cleared_logs, counted, gap_groups, holes, is_occasional, span};
use crate::visible::{short, visible};

/// Room for the name of a source or of a reason.
const NAME: usize = 26;

/// Examples shown of each kind of gap.
const EXAMPLES: usize = 1;

pub(super) fn render(
    page: &mut Page<'_>,
    assessment: &Assessment,
    bounds: &Bounds,
) -> io::Result<()> {
    page.title("WHAT COULD NOT BE SEEN")?;
    blind(page, assessment, bounds)?;
    cleared(page, assessment, bounds)?;
    sources(page, assessment, bounds)?;
    gaps(page, assessment, bounds)?;
    let open: Vec<&str> = (assessment.answers.each().iter())
        .filter(|(_, _, answer)| answer.answer == Reply::CannotSay)
        .map(|(_, question, _)| *question)
        .collect();
    if !open.is_empty() {
        page.row(2, &[("questions left open", NAME, BOLD)], &open.join(" "))?;
    }
    let nothing = assessment.blind.is_empty()
        && assessment.gaps.is_empty()
        && assessment.coverage.iter().all(|source| source.holes.is_empty());
    if assessment.coverage.is_empty() {
        page.line(2, "No source of records was found.", PLAIN)
    } else if nothing && open.is_empty() {
        page.line(2, "Every source that was found was read without holes.", PLAIN)
    } else {
        Ok(())
    }
}

fn blind(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    for hole in assessment.blind.iter().take(bounds.unseen) {
        page.row(2, &[("not seen in full", NAME, BOLD)], &span(hole.from, hole.to))?;
    }
    more(page, 2, assessment.blind.len(), bounds.unseen, "such stretches")
}

fn cleared(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    let logs = cleared_logs(assessment);
    for log in logs.iter().take(bounds.unseen) {
        page.row(2, &[("event log cleared", NAME, BOLD)], &short(log, bounds.value))?;
    }
    more(page, 2, logs.len(), bounds.unseen, "cleared logs")
}

fn sources(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    let mut alike: Vec<(String, Vec<String>)> = Vec::new();
    for source in assessment.coverage.iter().filter(|source| !is_occasional(source)) {
        let Some(holes) = holes(source) else { continue };
        let text = format!("read {} → {}; {holes}", when(source.first), when(source.last));
        let name = source.source.to_string();
        match alike.iter_mut().find(|(other, _)| *other == text) {
            Some((_, names)) => names.push(name),
            None => alike.push((text, vec![name])),
        }
    }
    for (text, names) in alike.iter().take(bounds.unseen) {
        let label = match names.as_slice() {
            [name] => short(name, NAME - 1).into_owned(),
            several => counted(several.len() as u64, "source", "sources"),
        };
        let list = short(&names.join(", "), bounds.value).into_owned();
        let text = if names.len() == 1 { text.clone() } else { format!("{list}: {text}") };
        page.row(2, &[(&label, NAME, PLAIN)], &text)?;
    }
    more(page, 2, alike.len(), bounds.unseen, "sources with holes")?;
    let timeless: u64 =
        assessment.coverage.iter().fold(0, |sum, one| sum.saturating_add(one.rows_without_time));
    if timeless > 0 {
        let text =
            format!("{} no usable time", counted(timeless, "record carries", "records carry"));
        page.row(2, &[("records without time", NAME, PLAIN)], &text)?;
    }
    Ok(())
}

fn gaps(page: &mut Page<'_>, assessment: &Assessment, bounds: &Bounds) -> io::Result<()> {
    let groups = gap_groups(&assessment.gaps);
    for group in groups.iter().take(bounds.unseen) {
        let reason = group.reason.to_string();
        page.row(2, &[(&reason, NAME, PLAIN)], &group.extent())?;
        for gap in group.gaps.iter().take(EXAMPLES) {
            let text = format!(
                "{}: {}",
                short(gap.artefact.as_str(), bounds.value),
                short(&gap.detail, bounds.value)
            );
            page.styled_row(2, &[("", NAME, PLAIN)], &visible(&text), DIM)?;
        }
    }
    more(page, 2, groups.len(), bounds.unseen, "kinds of gap")
}

//! One self-contained page: no script, no network, readable offline, on a phone and on paper.
//!
//! The template escapes markup; the writer under it spells out control and bidirectional
//! characters; no link leads anywhere but to a place in the page. So no field of the assessment
//! can act, whoever wrote it.

mod axis;
mod coverage_map;
mod timeline_plot;
mod view;

use std::io::{self, Write};

use askama::Template;
use model::{Artefact, Assessment, Coverage};

use self::coverage_map::CoverageMap;
use self::timeline_plot::TimelinePlot;
use self::view::{AnswerView, FindingView, GapView, IncidentView, Links, StepView};
use crate::digest::{
    Family, Tone, cleared_logs, families, gap_groups, holes, minute, number, second, size, span,
};
use crate::visible::Spelling;

/// Findings unfolded in each of the two lists; a page of more is slow in every browser, and
/// assessment.json has all of them.
const FINDINGS: usize = 400;
/// Incidents shown with their timelines.
const INCIDENTS: usize = 50;
/// Rows of the table of files.
const ARTEFACTS: usize = 500;
/// Rows of the table of blind stretches and of builds and exposures.
const ROWS: usize = 100;

/// The page. The template reads the assessment for single values and the views for lists.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    assessment: &'a Assessment,
    tone: &'static str,
    answers: Vec<AnswerView<'a>>,
    steps: Vec<StepView<'a>>,
    plot: Option<TimelinePlot>,
    incidents: Vec<IncidentView<'a>>,
    map: Option<CoverageMap>,
    blind: Vec<String>,
    cleared: Vec<String>,
    gaps: Vec<GapView<'a>>,
    /// Findings of stages that mean success, then the others.
    successes: Vec<FindingView<'a>>,
    attempts: Vec<FindingView<'a>>,
    /// Findings of each kind over all, shown or not.
    success_count: usize,
    attempt_count: usize,
    /// How many of each are not shown, in digits; empty if all are.
    success_left: String,
    attempt_left: String,
    families: Vec<Family<'a>>,
    artefacts: &'a [Artefact],
}

impl<'a> Page<'a> {
    fn new(assessment: &'a Assessment) -> Self {
        let links = Links::new(assessment);
        let (successes, attempts): (Vec<_>, Vec<_>) = assessment
            .findings
            .iter()
            .enumerate()
            .partition(|(_, finding)| view::is_success(finding));
        let shown = |list: &[(usize, &'a model::Finding)]| {
            list.iter().take(FINDINGS).map(|(place, one)| FindingView::new(*place, one)).collect()
        };
        let map = CoverageMap::new(assessment);
        Self {
            assessment,
            tone: Tone::of_headline(assessment.headline).name(),
            answers: AnswerView::all(assessment, &links),
            steps: assessment
                .plan
                .iter()
                .take(ROWS)
                .map(|step| StepView::new(step, &links))
                .collect(),
            plot: TimelinePlot::new(&assessment.incidents),
            incidents: IncidentView::all(assessment, &links, INCIDENTS),
            map,
            blind: assessment.blind.iter().take(ROWS).map(|one| span(one.from, one.to)).collect(),
            cleared: cleared_logs(assessment).into_iter().take(ROWS).collect(),
            gaps: gap_groups(&assessment.gaps).iter().map(GapView::new).collect(),
            successes: shown(&successes),
            attempts: shown(&attempts),
            success_count: successes.len(),
            attempt_count: attempts.len(),
            success_left: left(successes.len(), FINDINGS),
            attempt_left: left(attempts.len(), FINDINGS),
            families: families(&assessment.host.exposure),
            artefacts: &assessment.artefacts[..assessment.artefacts.len().min(ARTEFACTS)],
        }
    }

    fn left(&self, all: usize, shown: usize) -> String {
        left(all, shown)
    }

    fn count(&self, value: &u64) -> String {
        number(*value)
    }

    fn size(&self, bytes: &u64) -> String {
        size(*bytes)
    }

    fn minute(&self, time: &Option<model::Timestamp>) -> String {
        time.map_or_else(|| "–".to_owned(), minute)
    }

    fn second(&self, time: &model::Timestamp) -> String {
        second(*time)
    }

    fn holes(&self, source: &Coverage) -> String {
        holes(source).unwrap_or_else(|| "none".to_owned())
    }
}

/// How many of a list are not shown, in digits; empty if all are.
fn left(all: usize, shown: usize) -> String {
    let left = all.saturating_sub(shown);
    if left == 0 { String::new() } else { number(left as u64) }
}

/// Writes the page.
pub(crate) fn render(assessment: &Assessment, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Spelling(String::new());
    Page::new(assessment).render_into(&mut text).map_err(io::Error::other)?;
    out.write_all(text.0.as_bytes())
}

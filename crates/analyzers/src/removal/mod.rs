//! Back doors that are gone: what file systems, malware scanners and clean-up tools remember of
//! pages that were there, and of who removed them.

mod court;
mod folders;
mod journal;
mod quarantine;
mod scanner;

use detect::Detector;

use crate::setup::Setup;

/// All detectors of this folder.
pub(crate) fn detectors() -> Vec<Box<dyn Detector>> {
    let mut all: Vec<Box<dyn Detector>> = [&scanner::SETUP, &scanner::TOOLS, &journal::SETUP]
        .into_iter()
        .map(|setup: &'static Setup| Box::new(setup) as Box<dyn Detector>)
        .collect();
    all.push(Box::new(court::CourtOrdered));
    all
}

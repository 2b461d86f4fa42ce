//! What configuration files and the registry make Windows, IIS or Exchange run: modules, transport
//! agents, programs that start by themselves, malware scanner exclusions, compiled pages. The frame
//! is in [`crate::setup`].

pub(crate) mod command;
mod compiled;
mod exclusions;
mod iis;
mod iis_changes;
mod iis_handlers;
mod iis_modules;
mod iis_pools;
mod iis_programs;
mod iis_settings;
mod iis_virtual;
mod loaded;
mod mitigations;
mod packages;
mod persistence;
pub(crate) mod place;
mod published_keys;
mod registered;
mod startup;
mod transport;

use detect::Detector;

use crate::setup::{Grade, Means, Setup, Shown};

/// All detectors of this folder.
pub(crate) fn detectors() -> Vec<Box<dyn Detector>> {
    let mut all: Vec<Box<dyn Detector>> = [
        &iis::SETUP,
        &transport::SETUP,
        &persistence::SETUP,
        &exclusions::SETUP,
        &compiled::SETUP,
        &startup::SETUP,
    ]
    .into_iter()
    .map(|setup: &'static Setup| Box::new(setup) as Box<dyn Detector>)
    .collect();
    all.push(Box::new(mitigations::Mitigations));
    all
}

#[cfg(test)]
mod tests {
    use detect::{Notes, Sightings, testing::MapRecord};
    use model::{ArtefactRef, Claim, Finding, RecordKind, WinPath};

    use super::*;

    fn findings(path: &str) -> Vec<Finding> {
        let record = MapRecord::new(
            RecordKind::IIS_CONFIG,
            "",
            &[
                ("element", "virtualDirectory"),
                ("url", "/owa/auth/x"),
                ("physicalPath", "C:\\ProgramData\\COM1\\x"),
            ],
        );
        let artefact = ArtefactRef::new(WinPath::new(path), "x");
        let mut out = Sightings::default();
        let detector = &iis::SETUP;
        detector.record(&record, &mut Notes::new(&artefact, 0, &mut out));
        detector.finish(out.of(0))
    }

    #[test]
    fn an_old_copy_of_a_file_shows_what_was() {
        let now = findings("C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config");
        assert_eq!(now[0].claims, [Claim::BackDoorPresent]);
        let then = findings("C:\\inetpub\\history\\CFGHISTORY_0000000012\\applicationHost.config");
        assert_eq!(then[0].claims, [Claim::BackDoorWasPresent]);
    }
}

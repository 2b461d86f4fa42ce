//! How the server can be reached and what it reaches: the hosts file, the firewall, Remote Desktop,
//! forwarded ports.

mod firewall;
mod hosts_file;
mod remote;

use detect::Detector;

use crate::setup::Setup;

/// All detectors of this folder.
pub(crate) fn detectors() -> Vec<Box<dyn Detector>> {
    [&hosts_file::SETUP, &firewall::SETUP, &remote::SETUP]
        .into_iter()
        .map(|setup: &'static Setup| Box::new(setup) as Box<dyn Detector>)
        .collect()
}

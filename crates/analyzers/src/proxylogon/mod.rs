//! ProxyLogon: from a forged back-end cookie to a script in a virtual directory.
//!
//! The chain of March 2021. A cookie makes the front end send a request of the intruder's choice
//! to the back end as the server itself (CVE-2021-26855, [`ssrf`]); with it he opens a control
//! panel session as somebody else ([`session`]) or reads mail right away ([`ews`]); the session
//! stores a script in a virtual directory's address and writes it to disk by a reset
//! (CVE-2021-27065, [`vdir`]); another way to a file is the address book download
//! (CVE-2021-26858, [`oab`]). IIS logs, kept longest, show shadows of all this ([`iis`]).

mod anchor;
mod command;
mod ews;
mod iis;
mod oab;
mod session;
mod ssrf;
mod vdir;

use detect::Detector;
use model::{Record, Remedy};

use crate::common::{clipped, field, remedy};

/// The detectors of this technique.
pub(crate) fn detectors() -> [Box<dyn Detector>; 4] {
    [
        Box::new(ssrf::Ssrf),
        Box::new(vdir::VdirWrite),
        Box::new(oab::OabDownload),
        Box::new(iis::Iis),
    ]
}

/// Microsoft's first account of the attacks, with the log tests.
const MICROSOFT: &str =
    "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/";
/// Volexity's account: theft of mail without any web shell, paths, agents.
const VOLEXITY: &str = "https://www.volexity.com/blog/2021/03/02/active-exploitation-of-microsoft-exchange-zero-day-vulnerabilities/";
/// Microsoft's script and its documentation.
const TEST_PROXYLOGON: &str = "https://microsoft.github.io/CSS-Exchange/Security/Test-ProxyLogon/";
/// Log rows of real incidents, by the Norwegian health CERT.
const HELSECERT: &str = "https://github.com/helsecert/2021-march-exchange";
/// The discoverer's page.
const DISCOVERER: &str = "https://proxylogon.com/";
/// Log signatures of March 2021.
const LOG_SIGNATURES: &str =
    "https://github.com/Neo23x0/signature-base/blob/master/yara/apt_hafnium_log_sigs.yar";

/// What to do on a server where ProxyLogon worked, whatever it was used for.
fn remedies_of_success() -> Vec<Remedy> {
    vec![
        remedy(
            0,
            "Cut the server off from the Internet (block inbound 80 and 443) until it is updated \
             and checked",
        ),
        remedy(
            1,
            "Search FrontEnd\\HttpProxy\\owa\\auth, FrontEnd\\HttpProxy\\ecp\\auth, \
             FrontEnd\\HttpProxy\\OAB and inetpub\\wwwroot\\aspnet_client for .aspx files that \
             Exchange did not ship, and keep copies before removing them",
        ),
        remedy(3, PATCH),
    ]
}

/// The update that closes the four holes.
const PATCH: &str = "Install the March 2021 security update (KB5000871) or any later cumulative \
                     or security update";

/// A field's text, cut to what is worth remembering.
fn text(record: &dyn Record, name: &str) -> String {
    clipped(&field(record, name)).to_owned()
}

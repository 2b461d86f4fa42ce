//! The rules that this program brings along, written for what is planted on Exchange servers.
//!
//! They stand as files in `rules/yara`; each rule has a firing and a near-miss sample in this
//! crate's tests. A test holds this list equal to the folder.

macro_rules! files {
    ($($name:literal)*) => {
        &[$((
            concat!("rules/yara/", $name, ".yar"),
            include_str!(concat!("../../../rules/yara/", $name, ".yar")),
        )),*]
    };
}

/// Name and text of each shipped file of rules.
pub static SHIPPED: &[(&str, &str)] = files! {
    "credentials"
    "iis_modules"
    "mail_theft"
    "payloads"
    "ransom"
    "scripts"
    "tunnels"
    "web_shells"
};

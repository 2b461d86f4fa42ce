//! Dumps of a process's memory, above all of the one that holds passwords.

use model::RuleMeta;

use super::{Listed, RULES};
use crate::common::typed;
use crate::host_setup::place::Place;
use crate::setup::{Grade, Means, Shown};

/// A memory dump where intruders put them.
pub(super) const DUMP: RuleMeta = RuleMeta {
    id: "file.memory_dump",
    title: "A memory dump lies where intruders put them",
    about: "Whoever has a dump of the process LSASS can read the passwords and tickets of all who \
            signed in. Intruders on Exchange servers made such dumps with procdump, comsvcs.dll \
            or the task manager, into C:\\root, temporary folders and ProgramData, often under an \
            innocent name.",
    false_positives: "A dump that support asked for. Windows' own crash dumps lie in folders of \
                      their own and are not listed.",
    cves: &[],
    techniques: &["T1003.001"],
    references: &[
        "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/",
        "https://github.com/microsoft/CSS-Exchange",
    ],
};

/// Smallest file that can be a dump of LSASS, in bytes; real ones have tens of MiB.
const SMALLEST: u64 = 64 * 1024;

/// Extensions that dumps have when nobody hides them.
const OPEN: [&str; 4] = ["dmp", "mdmp", "hdmp", "dump"];

/// Folders where Windows, Exchange and debuggers write dumps by themselves.
const OWN_FOLDERS: [&str; 9] = [
    "Windows\\Minidump",
    "Windows\\LiveKernelReports",
    "Microsoft\\Windows\\WER",
    "AppData\\Local\\CrashDumps",
    "CrashDumps",
    "Exchange Server\\V15\\Logging",
    "Watson",
    "ServiceProfiles",
    "ClusterStorage",
];

/// What one file shows.
pub(super) fn judge(file: &Listed) -> Vec<Shown> {
    let is_dump = file.holds(&["minidump", "kernel-dump"]);
    let named_dump = OPEN.contains(&file.extension.as_str());
    let of_lsass = file.stem.contains("lsass") && (named_dump || is_dump);
    let readable = !file.content.is_empty() && !is_dump;
    if !is_dump && !of_lsass {
        return Vec::new();
    }
    let own_folder = OWN_FOLDERS.iter().any(|folder| file.is_below(folder));
    let too_small = file.size.is_some_and(|size| size < SMALLEST);
    let hidden = is_dump && !named_dump;
    let exposed = file.is_exposed() || file.is_below("root") || file.place == Place::Temp;
    let (grade, why) = match () {
        () if own_folder && of_lsass => {
            (Grade::Look, "LSASS itself crashed, or somebody let it be dumped.")
        }
        () if own_folder => return Vec::new(),
        () if of_lsass && (too_small || readable) => {
            (Grade::Look, "Its name is that of a dump of LSASS; its size or content is not.")
        }
        () if of_lsass => (Grade::Certain, "By its name it is a dump of LSASS."),
        () if hidden && exposed => {
            (Grade::Certain, "It is a memory dump under the name of something else.")
        }
        () if hidden => (Grade::Look, "It is a memory dump under the name of something else."),
        () if file.is_exposed() || file.is_below("root") => {
            (Grade::Likely, "It is a memory dump where no program writes one by itself.")
        }
        () if file.place == Place::Temp => {
            (Grade::Look, "It is a memory dump in a folder for temporary files.")
        }
        () => return Vec::new(),
    };
    let action = match grade {
        Grade::Look => format!("Look at {}: which process is it of, and who made it?", file.shown),
        _ => format!(
            "Keep a copy of {} outside the server, remove it (del /a \"{}\"), and change every \
             password and key of whoever signed in to the server",
            file.shown,
            typed(&file.shown, "PATH")
        ),
    };
    vec![file.shown(&RULES[0], (grade, Means::Credentials), why.to_owned(), action)]
}

//! Programs whose own word for their name is another than the one they bear: a name is easily
//! changed, and who changes it forgets the version resource.

use model::{ArtefactRef, Record, RuleMeta};

use super::rooted;
use super::tools::{self, Use};
use crate::common::field;
use crate::host_setup::place::{Place, place, plain};
use crate::setup::{Grade, Means, Setup, Shown};

/// A tool under another name.
const RENAMED: RuleMeta = RuleMeta {
    id: "file.renamed_program",
    title: "A program lies under another name than its own",
    about: "A program says in its version resource what it is called. Where that is a tool that \
            intruders bring along, or a command line of Windows, and the file in a folder for \
            everybody is called otherwise, somebody did not want it to be seen.",
    false_positives: "Products that pack a program of others under a name of theirs keep it in \
                      their own folder; only tools without an honest use are listed there. The \
                      resource can be forged too.",
    cves: &[],
    techniques: &["T1036.003", "T1588.002"],
    references: &["https://attack.mitre.org/techniques/T1036/003/"],
};

static RULES: [RuleMeta; 1] = [RENAMED];

/// Renamed programs.
pub(crate) static SETUP: Setup = Setup::new(&RULES, &["pe"], judge);

/// Programs of Windows that run what they are told, without extension. Copies of them under other
/// names get past rules that go by the name.
const OF_WINDOWS: [&str; 10] = [
    "cmd",
    "powershell",
    "pwsh",
    "cscript",
    "wscript",
    "mshta",
    "rundll32",
    "regsvr32",
    "certutil",
    "bitsadmin",
];

fn judge(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Shown> {
    let shown = artefact.path();
    let path = rooted(&plain(shown.as_str()));
    let name = path.rsplit('\\').next().unwrap_or("");
    let own = field(record, "original_filename").trim().to_lowercase();
    let (stem, wanted) = (stem_of(name), stem_of(&own));
    // `procdump64a` is ProcDump still.
    if wanted.is_empty() || stem.starts_with(wanted) || wanted.starts_with(stem) {
        return Vec::new();
    }
    let at = place(&path);
    let open = at.is_suspect() || at == Place::WebRoot;
    let (does, grade) = match tools::known(wanted) {
        Some((Use::Attack, does)) if open => (does, Grade::Certain),
        Some((Use::Attack, does)) => (does, Grade::Likely),
        Some((_, does)) if open => (does, Grade::Likely),
        Some((Use::Both, does)) if at == Place::ProgramData => (does, Grade::Look),
        None if open && OF_WINDOWS.contains(&wanted) => ("runs whatever it is told", Grade::Likely),
        _ => return Vec::new(),
    };
    let action = match grade {
        Grade::Look => format!("Look at {shown}: who put it there, and what for?"),
        _ => format!(
            "Keep a copy of {shown} with its times, see when it ran (Prefetch, Amcache, event \
             4688), then remove it"
        ),
    };
    vec![Shown {
        rule: &RULES[0],
        grade,
        means: Means::Tool,
        object: shown.to_string(),
        why: format!("It calls itself {own}, which {does}; it lies {}.", at.words()),
        action,
        facts: vec![
            ("path", shown.to_string()),
            ("original_name", own),
            ("company", field(record, "company").into_owned()),
            ("created", field(record, "created").into_owned()),
        ],
    }]
}

/// A name without what it ends in.
fn stem_of(name: &str) -> &str {
    let name = name.strip_suffix(".mui").unwrap_or(name);
    ["exe", "dll", "com", "scr"]
        .iter()
        .find_map(|end| name.strip_suffix(end)?.strip_suffix('.'))
        .unwrap_or_else(|| name.split('.').next().unwrap_or(name))
}

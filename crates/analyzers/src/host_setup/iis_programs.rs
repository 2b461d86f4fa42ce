//! What the files behind IIS's modules are, by their own words: signed or not, whose they say to
//! be, what they offer. It makes a registered module graver or milder, and shows libraries where
//! Exchange's and IIS's own lie though nothing names them.

use model::{ArtefactRef, Record, RuleMeta, WinPath};

use super::iis::{LIBRARY, MODULE, REFERENCES};
use super::iis_modules::ships;
use super::persistence::all;
use super::place::{Place, place, plain};
use super::{Grade, Means, Shown};
use crate::common::field;
use crate::setup::{Aside, Asides, Draft};

/// A library that nobody of Microsoft made, in a folder that IIS or Exchange loads from.
pub(super) const FOREIGN: RuleMeta = RuleMeta {
    id: "iis.foreign_library",
    title: "A library that is not Microsoft's lies where IIS or Exchange load theirs",
    about: "Exchange's applications load every library in their bin folders, and a module of IIS \
            lies next to IIS's own. All that Exchange ships there is signed by Microsoft. A \
            library without a signature is somebody else's; GhostContainer and IceApple were such.",
    false_positives: "Sign-in and mail products put signed libraries of theirs there; those are \
                      only listed for a look. Nothing is verified: a signature can be stolen.",
    cves: &[],
    techniques: &["T1505.004"],
    references: REFERENCES,
};

/// Beginnings of the names of libraries that were found as back doors: GhostContainer (Kaspersky,
/// 2025).
const FOUND_AS_DOORS: [&str; 1] = ["app_web_container_"];

/// Whose a program says to be.
struct Maker {
    signed: bool,
    signer: String,
    company: String,
}

impl Maker {
    fn of(record: &dyn Record) -> Self {
        let own = |names: &[&str]| {
            let found = names.iter().map(|name| field(record, name)).find(|text| !text.is_empty());
            found.unwrap_or_default().trim().to_owned()
        };
        Self {
            signed: field(record, "authenticode").eq_ignore_ascii_case("yes"),
            signer: own(&["signerOrganisation", "signer"]),
            company: own(&["company", "CompanyName"]),
        }
    }

    /// Whether Microsoft made it. Windows' own files are signed in a list and not by themselves, so
    /// that in their places the company is taken at its word.
    fn is_microsoft(&self, path: &str) -> bool {
        let named = |text: &str| text.to_lowercase().contains("microsoft");
        let of_windows = matches!(place(path), Place::Windows | Place::Gac);
        match self.signed {
            true => named(&self.signer),
            false => named(&self.company) && (of_windows || ships(path)),
        }
    }
}

/// Whether a published build of Exchange ships this very file.
fn ships_file(record: &dyn Record) -> bool {
    field(record, "known_good").eq_ignore_ascii_case("yes")
}

fn path_of(artefact: &ArtefactRef) -> String {
    plain(artefact.path().as_str())
}

/// Facts of a program that is not Microsoft's, by its path and by its name as an assembly.
pub(super) fn aside(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Aside> {
    let path = path_of(artefact);
    let maker = Maker::of(record);
    if maker.is_microsoft(&path) || ships_file(record) {
        return Vec::new();
    }
    let facts = || {
        vec![
            ("path", path.clone()),
            ("signed", if maker.signed { "yes" } else { "no" }.to_owned()),
            ("signer", maker.signer.clone()),
            ("company", maker.company.clone()),
            ("entry", list(record, "entry")),
            ("file_created", field(record, "created").into_owned()),
        ]
    };
    let name = path.rsplit('\\').next().unwrap_or("");
    let assembly = name.strip_suffix(".dll").unwrap_or(name);
    vec![(format!("file {path}"), facts()), (format!("assembly {assembly}"), facts())]
}

fn list(record: &dyn Record, name: &'static str) -> String {
    all(record, &[name]).into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(", ")
}

/// Settles a module by what its file is.
pub(super) fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    if draft.rule.id != MODULE.id {
        return;
    }
    let file = draft.worst.fact("file");
    let assembly = draft.object.split(',').nth(1).map_or("", str::trim).to_lowercase();
    let key = if file.is_empty() { format!("assembly {assembly}") } else { format!("file {file}") };
    let Some(found) = asides.get(key.as_str()).and_then(|list| list.first()) else {
        return leave_open(draft);
    };
    let signed = found.fact("signed") == "yes";
    let (signer, company, path) = (found.fact("signer"), found.fact("company"), found.fact("path"));
    let (grade, told) = match (signed, draft.grade) {
        (true, Grade::Certain) => (Grade::Certain, format!("Its file is signed by {signer}.")),
        (true, _) => {
            let told = format!(
                "Its file is signed by {signer}, as products' are; whether the signature is good \
                 was not checked."
            );
            (Grade::Look, told)
        }
        (false, Grade::Silent) => {
            let told = format!(
                "It has the name and place of one that ships, but the file is not Microsoft's \
                 (company: \"{company}\")."
            );
            (Grade::Likely, told)
        }
        (false, Grade::Look)
            if company.is_empty() || company.to_lowercase().contains("microsoft") =>
        {
            (Grade::Likely, format!("Its file is not signed and says \"{company}\" of its maker."))
        }
        (false, grade) => (grade, "Its file is not signed.".to_owned()),
    };
    if grade > Grade::Look && draft.grade <= Grade::Look {
        draft.action =
            format!("Keep a copy of {path}, take it out of the IIS configuration, remove it");
    }
    draft.grade = grade;
    draft.why = format!("{} {told}", draft.why).trim().to_owned();
    for name in ["signed", "signer", "company", "entry", "path", "file_created"] {
        draft.facts.push((name, found.fact(name).to_owned()));
    }
}

/// A native module whose file was not read: its place alone proves nothing.
fn leave_open(draft: &mut Draft<'_>) {
    if draft.worst.fact("file").is_empty() || draft.grade != Grade::Likely {
        return;
    }
    let file = draft.worst.fact("file");
    draft.grade = Grade::Unproven;
    draft.why = format!("{} The file itself was not read; it would settle this.", draft.why);
    draft.action = format!(
        "Collect {file} with its times and assess again, or see who signed it; if nobody knows it, \
         take it out of the IIS configuration, restart IIS, and keep a copy"
    );
}

/// How much a library is held to be a back door by whose it says to be; `in_exchange` or else among
/// IIS's own.
fn weigh(maker: &Maker, in_exchange: bool) -> (Grade, String) {
    let company = &maker.company;
    let says_microsoft = company.to_lowercase().contains("microsoft");
    match (maker.signed, in_exchange) {
        (true, _) => (Grade::Look, format!("It is signed by {}, not by Microsoft.", maker.signer)),
        // Exchange ships libraries of others, mostly signed; a maker's name is a small sign of one.
        (false, true) if !company.is_empty() && !says_microsoft => {
            (Grade::Look, format!("It is not signed; its maker is \"{company}\"."))
        }
        // One of IIS's own that the list of modules lacks, or one that says so.
        (false, false) if says_microsoft => {
            (Grade::Look, "It is not signed and says to be Microsoft's.".to_owned())
        }
        (false, _) => {
            (Grade::Likely, format!("It is not signed; of its maker it says \"{company}\"."))
        }
    }
}

/// A library that lies where IIS or Exchange load theirs.
pub(super) fn library(record: &dyn Record, artefact: &ArtefactRef) -> Option<Shown> {
    let path = path_of(artefact);
    let at = WinPath::new(&path);
    let name = at.file_name().to_owned();
    let maker = Maker::of(record);
    if !name.ends_with(".dll") || maker.is_microsoft(&path) || ships_file(record) {
        return None;
    }
    let below = |folder: &str| at.after(folder).is_some();
    let in_bin = at.components().any(|part| part == "bin");
    let in_exchange = in_bin && (below("FrontEnd\\HttpProxy") || below("ClientAccess"));
    let entries = list(record, "entry");
    let is_module = entries.contains("iis-module") || entries.contains("isapi");
    let in_inetsrv = below("system32\\inetsrv") && is_module;
    if !in_exchange && !in_inetsrv {
        return None;
    }
    let known = FOUND_AS_DOORS.iter().any(|start| name.starts_with(start));
    let (grade, why) = if known {
        (Grade::Certain, "Its name is that of a back door found elsewhere.".to_owned())
    } else {
        weigh(&maker, in_exchange)
    };
    let action = match grade {
        Grade::Look => format!("Look whose product {path} belongs to"),
        _ => format!(
            "Keep a copy of {path} with its times, look for what names it in web.config and \
             applicationHost.config, remove both, restart IIS"
        ),
    };
    Some(Shown {
        rule: &LIBRARY,
        grade,
        means: Means::Door,
        object: path.clone(),
        why,
        action,
        facts: vec![
            ("path", path),
            ("signed", if maker.signed { "yes" } else { "no" }.to_owned()),
            ("signer", maker.signer),
            ("company", maker.company),
            ("entry", entries),
            ("implements", list(record, "implements")),
            ("calls", list(record, "call")),
            ("linked", field(record, "timestamp").into_owned()),
            ("created", field(record, "created").into_owned()),
        ],
    })
}

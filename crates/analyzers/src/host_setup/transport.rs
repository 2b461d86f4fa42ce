//! Transport agents: code that sees and can change every message.

use model::{ArtefactRef, Record, RuleMeta};

use super::place::{Place, place, plain};
use super::{Grade, Means, Setup, Shown, iis_programs};
use crate::common::field;
use crate::setup::{Aside, Asides, Draft};

/// An agent that is not Exchange's.
const AGENT: RuleMeta = RuleMeta {
    id: "transport.agent",
    title: "A transport agent that is not Exchange's handles mail",
    about: "Transport agents run inside Exchange's transport service and see every message. \
            LightNeuron lived as one for years: it copied mail, and took orders hidden in \
            pictures. Exchange's own agents lie in its own folders and are built from its own \
            classes.",
    false_positives: "Antispam, disclaimer, archive and signing products; those in Program Files \
                      are only listed for a look at their signature.",
    cves: &[],
    techniques: &["T1505.002"],
    references: &[
        "https://learn.microsoft.com/exchange/mail-flow/transport-agents/transport-agents",
        "https://www.welivesecurity.com/2019/05/07/turla-lightneuron-email-too-far/",
    ],
};

static RULES: [RuleMeta; 1] = [AGENT];

/// Transport agents.
pub(super) static SETUP: Setup =
    Setup { aside, settle, ..Setup::new(&RULES, &["agents-config", "pe"], judge) };

fn aside(record: &dyn Record, artefact: &ArtefactRef) -> Vec<Aside> {
    match record.kind().as_str() {
        "pe" => iis_programs::aside(record, artefact),
        _ => Vec::new(),
    }
}

/// An agent whose file a vendor signed is a product's, wherever among Exchange's folders it lies.
fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    let key = format!("file {}", draft.worst.fact("file"));
    let Some(found) = asides.get(key.as_str()).and_then(|list| list.first()) else { return };
    let signer = found.fact("signer");
    match (found.fact("signed") == "yes", draft.grade) {
        (true, Grade::Likely) => {
            draft.grade = Grade::Look;
            draft.why = format!(
                "{} It is signed by {signer}, as products' are; whether the signature is good was \
                 not checked.",
                draft.why
            );
            draft.action = format!("Ask whose product {} is", draft.object);
        }
        (true, _) => draft.why = format!("{} It is signed by {signer}.", draft.why),
        (false, Grade::Look) if found.fact("company").is_empty() => {
            draft.grade = Grade::Likely;
            draft.why = format!("{} It is not signed and names no maker.", draft.why);
        }
        (false, _) => draft.why = format!("{} It is not signed.", draft.why),
    }
    for name in ["signed", "signer", "company"] {
        draft.facts.push((name, found.fact(name).to_owned()));
    }
}

/// Names of the agents that Exchange registers
/// (<https://learn.microsoft.com/exchange/mail-flow/transport-agents/transport-agents>, and for
/// protection against spam
/// <https://learn.microsoft.com/exchange/antispam-and-antimalware/antispam-protection/antispam-protection>).
const STOCK: [&str; 24] = [
    "transport rule agent",
    "dlp policy agent",
    "retention policy agent",
    "supervisory review agent",
    "malware agent",
    "text messaging routing agent",
    "text messaging delivery agent",
    "system probe drop smtp agent",
    "system probe drop routing agent",
    "connection filtering agent",
    "content filter agent",
    "sender id agent",
    "sender filter agent",
    "recipient filter agent",
    "protocol analysis agent",
    "attachment filtering agent",
    "address rewriting inbound agent",
    "address rewriting outbound agent",
    "edge rule agent",
    "journaling agent",
    "journal agent",
    "rms decryption agent",
    "rms encryption agent",
    "prelicensing agent",
];

/// Beginning of the classes that Exchange's agents are made by.
const OWN_CLASSES: &str = "microsoft.exchange.";

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    if record.kind().as_str() == "pe" || field(record, "element") != "agent" {
        return Vec::new();
    }
    let name = field(record, "name");
    let class = field(record, "classFactory");
    let path = plain(&field(record, "assemblyPath"));
    let at = place(&path);
    let own_class = class.trim().to_lowercase().starts_with(OWN_CLASSES);
    let own_name = STOCK.contains(&name.trim().to_lowercase().as_str());
    let in_exchange = at == Place::Exchange || is_in_custom_tree(&path);
    let (grade, why) = match at {
        _ if path.is_empty() => (Grade::Look, "The list does not say which file it is.".to_owned()),
        _ if in_exchange && own_class && own_name => return Vec::new(),
        // The list of Exchange's agents grows with its updates.
        _ if in_exchange && own_class => {
            (Grade::Look, "Its class is Exchange's, its name is not known.".to_owned())
        }
        Place::Reserved | Place::Public | Place::Temp | Place::ProgramDataRoot => {
            (Grade::Certain, format!("Its file lies {}.", at.words()))
        }
        _ if own_class || own_name => (
            Grade::Likely,
            format!("It has the name or class of one of Exchange's, but lies {}.", at.words()),
        ),
        Place::Exchange => (
            Grade::Likely,
            "Its file lies in Exchange's folder, and its class is not Exchange's.".to_owned(),
        ),
        Place::ProgramFiles | Place::ProgramData | Place::Other => {
            (Grade::Look, format!("Its file lies {}: whose product is it?", at.words()))
        }
        Place::WebRoot | Place::Inetsrv | Place::Gac | Place::Windows | Place::Share => {
            (Grade::Likely, format!("Its file lies {}.", at.words()))
        }
    };
    let enabled = field(record, "enabled");
    let action = match grade {
        Grade::Look => format!("Look at the signature and maker of the agent {name} ({path})"),
        _ => format!(
            "Keep a copy of {path}, take the agent {name} out with Uninstall-TransportAgent, \
             restart the transport service, remove the file"
        ),
    };
    vec![Shown {
        rule: &RULES[0],
        grade,
        means: Means::Door,
        object: format!("{name} ({path})"),
        why,
        action,
        facts: vec![
            ("name", name.into_owned()),
            ("file", path),
            ("class", class.into_owned()),
            ("service", field(record, "service").into_owned()),
            ("enabled", enabled.into_owned()),
        ],
    }]
}

/// Whether a file lies where Exchange keeps its agents, if Exchange is installed in a folder of
/// another name.
fn is_in_custom_tree(path: &str) -> bool {
    let suspect = place(path).is_suspect();
    let file = path.rsplit('\\').next().unwrap_or("");
    !suspect && path.contains("\\bin\\") && file.starts_with("microsoft.exchange.")
}

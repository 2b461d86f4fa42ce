//! Local accounts: who may sign in to the server by itself, past the domain.
//!
//! An Exchange server has the accounts that Windows makes and few others. An intruder's own account
//! shows by what is done to hide it, by its groups, and by a stock account that is enabled.

use detect::{Interest, Test, When};
use model::{ArtefactRef, Record, RecordKind, RuleMeta};

use crate::came;
use crate::common::{field, typed};
use crate::setup::{Aside, Asides, Draft, Grade, Means, Setup, Shown};

/// Where the facts come from.
const REFERENCES: &[&str] = &[
    "https://attack.mitre.org/techniques/T1136/001/",
    "https://github.com/libyal/winreg-kb",
    "https://thedfirreport.com/2021/11/15/exchange-exploit-leads-to-domain-wide-ransomware/",
];

/// An account that acts as another.
const RID_HIJACK: RuleMeta = RuleMeta {
    id: "account.rid_hijack",
    title: "A local account acts as another",
    about: "Windows keeps an account's number twice. Where the number inside the account's record \
            is another account's, mostly that of the administrator, whoever signs in with it is \
            that other, though no list of groups says so.",
    false_positives: "None known: no tool of Windows makes this.",
    cves: &[],
    techniques: &["T1098"],
    references: &[
        "https://attack.mitre.org/techniques/T1098/",
        "https://github.com/libyal/winreg-kb",
    ],
};

/// An account made to be overlooked.
const HIDDEN: RuleMeta = RuleMeta {
    id: "account.hidden",
    title: "A local account is made to be overlooked",
    about: "A name that ends in a dollar sign is left out where accounts are listed, and an entry \
            under SpecialAccounts keeps a name off the sign-in screen. Intruders use both for an \
            account of their own.",
    false_positives: "Products that sign in by themselves hide their account from the sign-in \
                      screen at times; ask which product it is.",
    cves: &[],
    techniques: &["T1564.002", "T1136.001"],
    references: REFERENCES,
};

/// A stock account that is enabled.
const STOCK_ENABLED: RuleMeta = RuleMeta {
    id: "account.stock_enabled",
    title: "An account that Windows keeps disabled is enabled",
    about: "Guest, DefaultAccount and WDAGUtilityAccount are disabled on a server. Intruders on \
            Exchange servers enabled DefaultAccount, gave it a password and made it an \
            administrator, because nobody wonders at the name.",
    false_positives: "Somebody may have enabled Guest on purpose; on an Exchange server it is a \
                      way in even so.",
    cves: &[],
    techniques: &["T1078.001"],
    references: REFERENCES,
};

/// An administrator who is not Windows' own.
const ADMINISTRATOR: RuleMeta = RuleMeta {
    id: "account.administrator",
    title: "A local account besides the built-in one is an administrator",
    about: "Exchange needs no local administrator but the built-in one, which is managed by the \
            domain where there is one. The account's key says when it was last changed, mostly \
            when it was made: compare that with the time of the intrusion.",
    false_positives: "Many companies have a local administrator of their own name, and products \
                      for local passwords make one. This is only listed for a look.",
    cves: &[],
    techniques: &["T1136.001"],
    references: REFERENCES,
};

static RULES: [RuleMeta; 4] = [RID_HIJACK, HIDDEN, STOCK_ENABLED, ADMINISTRATOR];

/// Local accounts.
pub(crate) static SETUP: Setup =
    Setup { more: made, aside, settle, ..Setup::new(&RULES, &["account", "registry"], judge) };

/// The event of auditing that tells when a local account was made
/// (<https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4720>).
const MADE: &[u8] = b"4720";

fn made() -> Vec<Interest> {
    let tests =
        vec![("EventID", Test::is(|id| id == MADE)), ("Channel", Test::contains(["security"]))];
    vec![Interest::new([RecordKind::EVENT], When::All(tests))]
}

/// The key under which the event of an account's making is kept.
fn made_key(name: &str) -> String {
    format!("made {}", name.trim().to_lowercase())
}

/// Numbers of the accounts that Windows makes and keeps disabled
/// (<https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers>).
const STOCK: [&str; 3] = ["501", "503", "504"];

/// The built-in administrator's number.
const BUILT_IN: &str = "500";

/// The number of the group of administrators.
const ADMINISTRATORS: &str = "544";

/// Beginnings of names that products of Microsoft give their own local accounts.
const OF_PRODUCTS: [&str; 3] = ["sqlserver", "iusr", "krbtgt_azuread"];

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    match &*field(record, "topic") {
        _ if *record.kind() == RecordKind::EVENT => Vec::new(),
        "account" => account(record),
        "hidden-account" => hidden_entry(record).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn account(record: &dyn Record) -> Vec<Shown> {
    let get = |name: &str| field(record, name).trim().to_owned();
    let (name, rid, inner) = (get("name"), get("rid"), get("ridInF"));
    if name.is_empty() {
        return Vec::new();
    }
    let disabled = get("disabled").eq_ignore_ascii_case("true");
    let known = !get("disabled").is_empty();
    let shown = |rule: &'static RuleMeta, grade: Grade, why: String, action: String| Shown {
        rule,
        grade,
        means: Means::Door,
        object: name.clone(),
        why,
        action,
        facts: vec![
            ("account", name.clone()),
            ("rid", rid.clone()),
            ("disabled", get("disabled")),
            ("last_logon", get("lastLogon")),
            ("password_set", get("passwordSet")),
            ("logons", get("logons")),
        ],
    };
    let off = format!("net user \"{}\" /active:no", typed(&name, "NAME"));
    let mut found = Vec::new();
    if !inner.is_empty() && !rid.is_empty() && inner != rid {
        let why = format!("The account has the number {rid}, but its record says {inner}.");
        let action =
            format!("Keep a copy of the SAM hive, then disable the account ({off}) and remove it");
        found.push(shown(&RULES[0], Grade::Certain, why, action));
    }
    if name.ends_with('$') {
        let why = "Its name ends in a dollar sign, as only computers' accounts in a domain do.";
        let action =
            format!("Disable the account ({off}), see what it did in the Security log, remove it");
        found.push(shown(&RULES[1], Grade::Likely, why.to_owned(), action));
    }
    if STOCK.contains(&rid.as_str()) && known && !disabled {
        let why = format!("{name} is enabled.");
        let action = format!("Disable the account ({off}) and see in the Security log who used it");
        found.push(shown(&RULES[2], Grade::Likely, why, action));
    }
    let product = OF_PRODUCTS.iter().any(|own| name.to_lowercase().starts_with(own));
    if !STOCK.contains(&rid.as_str()) && rid != BUILT_IN && !product && !disabled {
        // Its groups stand in other records.
        let action = format!("Ask whose account {name} is and when it was made; else remove it");
        found.push(shown(&RULES[3], Grade::Silent, String::new(), action));
    }
    found
}

/// An entry that keeps a name off the sign-in screen.
fn hidden_entry(record: &dyn Record) -> Option<Shown> {
    let name = field(record, "name").into_owned();
    let hides = matches!(field(record, "data").trim(), "0" | "0x0" | "0x00000000");
    (hides && !name.is_empty()).then(|| Shown {
        rule: &RULES[1],
        grade: Grade::Likely,
        means: Means::Door,
        object: name.clone(),
        why: "An entry under SpecialAccounts keeps it off the sign-in screen.".to_owned(),
        action: format!("Ask whose account {name} is; else disable and remove it and the entry"),
        facts: vec![("account", name)],
    })
}

/// The members of the group of administrators, by number, and who was made when, by name.
fn aside(record: &dyn Record, _: &ArtefactRef) -> Vec<Aside> {
    if *record.kind() == RecordKind::EVENT {
        let name = field(record, "TargetUserName");
        let by = field(record, "SubjectUserName").into_owned();
        return vec![(made_key(&name), vec![("by", by)])];
    }
    let is_group = field(record, "topic") == "group" && field(record, "rid") == ADMINISTRATORS;
    if !is_group {
        return Vec::new();
    }
    let mut members = Vec::new();
    record.each(&mut |name, value| {
        // Of the machine or of the domain alike: a domain's numbers are no local account's but by
        // chance, and Windows numbers both from 1000.
        if name.eq_ignore_ascii_case("member")
            && value.starts_with("S-1-5-21-")
            && let Some((machine, rid)) = value.rsplit_once('-')
        {
            members.push((rid.to_owned(), vec![("machine", machine.to_owned())]));
        }
    });
    members
}

fn settle(draft: &mut Draft<'_>, asides: &Asides<'_>) {
    let made = made_key(draft.worst.fact("account"));
    // One that was removed and made again is the one that was made last.
    let made = asides.get(made.as_str()).and_then(|list| list.iter().max_by_key(|own| own.time));
    if let Some(event) = made
        && let Some(time) = event.time
    {
        draft.facts.extend(came::at(time, "event 4720 tells of it"));
        draft.facts.push(("made_by", event.fact("by").to_owned()));
    }
    let rid = draft.worst.fact("rid");
    let Some(own) = asides.get(rid).filter(|_| !rid.is_empty()) else { return };
    // The built-in administrator is in the group with the machine's own identifier.
    let machine =
        |list: &[&detect::Sighting]| list.first().map(|one| one.fact("machine").to_owned());
    let local = asides.get(BUILT_IN).and_then(|list| machine(list));
    let same = local.is_none_or(|local| own.iter().any(|one| one.fact("machine") == local));
    if !same {
        return;
    }
    draft.facts.push(("administrator", "yes".to_owned()));
    draft.why = format!("{} It is a member of the administrators.", draft.why).trim().to_owned();
    draft.grade = match draft.rule.id {
        id if id == ADMINISTRATOR.id => Grade::Look,
        _ => Grade::Certain,
    };
}

//! Which sources would show a yes: the table behind every "no".
//!
//! A row says: for this family and this question, in every hour of the time that matters, each
//! group must have a record in at least one of its sources. What is not in the table cannot be
//! denied. Sources are those this version's detectors read, so a row may only name what one of
//! them looks at.

#[cfg(test)]
use model::RecordKind;
use model::SourceKey;

/// The questions that coverage decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Question {
    /// Did somebody try?
    Targeted,
    /// Did it work?
    Compromised,
    /// Was data touched?
    Data,
}

/// One source by kind and part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    kind: &'static str,
    part: &'static str,
    /// What an administrator calls it.
    pub(crate) name: &'static str,
}

impl Source {
    pub(crate) fn is(self, key: &SourceKey) -> bool {
        // CmdletInfra may be kept apart by its folders; local PowerShell is not the remote one.
        let remote = self.part.is_empty() && key.part == "powershell-proxy";
        key.kind.as_str() == self.kind && (key.part == self.part || remote)
    }

    /// The same source as a key.
    #[cfg(test)]
    pub(crate) fn key(self) -> SourceKey {
        SourceKey::new(RecordKind::of(self.kind), self.part)
    }

    /// Whether a path on the server belongs to this source, as far as paths tell.
    pub(crate) fn holds(self, path: &model::WinPath) -> bool {
        let folder = match (self.kind, self.part) {
            ("httpproxy", part) => {
                return path_part(path, "Logging\\HttpProxy") == Some(part.into());
            }
            ("iis", part) => part,
            ("rps-cmdlet" | "rps-http", _) => "CmdletInfra",
            ("ews", _) => return path.after("Logging\\Ews").is_some(),
            _ => return false,
        };
        path.components().any(|component| component.eq_ignore_ascii_case(folder))
    }
}

fn path_part(path: &model::WinPath, folder: &str) -> Option<String> {
    path.after(folder)?.first().map(|part| part.to_ascii_lowercase())
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requirement {
    pub(crate) family: &'static str,
    pub(crate) question: Question,
    /// Every group must be covered, each by any of its sources.
    pub(crate) groups: &'static [&'static [Source]],
    /// Why these, and why they are enough; read by people and by the test that asks for it.
    #[cfg_attr(not(test), expect(dead_code, reason = "documentation that a test checks"))]
    pub(crate) reason: &'static str,
}

const fn proxy(part: &'static str, name: &'static str) -> Source {
    Source { kind: "httpproxy", part, name }
}

const PROXY_ECP: Source = proxy("ecp", "the HttpProxy logs of the control panel (HttpProxy\\Ecp)");
const PROXY_OWA: Source = proxy("owa", "the HttpProxy logs of Outlook on the web (HttpProxy\\Owa)");
const PROXY_AUTODISCOVER: Source =
    proxy("autodiscover", "the HttpProxy logs of Autodiscover (HttpProxy\\Autodiscover)");
const PROXY_EWS: Source = proxy("ews", "the HttpProxy logs of EWS (HttpProxy\\Ews)");
const PROXY_MAPI: Source = proxy("mapi", "the HttpProxy logs of MAPI (HttpProxy\\Mapi)");
const FRONT_END: Source =
    Source { kind: "iis", part: "w3svc1", name: "the IIS logs of the front end (W3SVC1)" };
const BACK_END: Source =
    Source { kind: "iis", part: "w3svc2", name: "the IIS logs of the back end (W3SVC2)" };
const CMDLETS: Source = Source {
    kind: "rps-cmdlet",
    part: "",
    name: "the remote PowerShell cmdlet logs (CmdletInfra)",
};
const REMOTE: Source = Source {
    kind: "rps-http",
    part: "",
    name: "the remote PowerShell request logs (CmdletInfra, Rps_Http)",
};
const EWS: Source =
    Source { kind: "ews", part: "", name: "the EWS logs of the back end (Logging\\Ews)" };

/// The table.
pub(crate) const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        family: "ProxyLogon",
        question: Question::Targeted,
        groups: &[&[PROXY_ECP], &[PROXY_OWA]],
        reason: "The forged cookie is not in IIS logs; the target it names is in the HttpProxy \
                 row of the protocol that was asked, and both the control panel and Outlook on \
                 the web obey it.",
    },
    Requirement {
        family: "ProxyLogon",
        question: Question::Compromised,
        groups: &[&[PROXY_ECP], &[PROXY_OWA], &[FRONT_END]],
        reason: "HttpProxy shows the answer to each step up to the written file; the use of the \
                 file bypasses HttpProxy and stands only in the IIS logs of the front end.",
    },
    Requirement {
        family: "ProxyShell",
        question: Question::Targeted,
        groups: &[&[PROXY_AUTODISCOVER, FRONT_END]],
        reason: "The forged path is in the address, so either log of the front end shows it.",
    },
    Requirement {
        family: "ProxyShell",
        question: Question::Compromised,
        groups: &[&[PROXY_AUTODISCOVER], &[CMDLETS, BACK_END], &[FRONT_END]],
        reason: "The front end's rows show whether the path was forwarded, the cmdlets or the \
                 back end's rows what was done with it, the IIS front end the use of a file \
                 written by it.",
    },
    Requirement {
        family: "ProxyNotShell",
        question: Question::Targeted,
        groups: &[&[PROXY_AUTODISCOVER, FRONT_END], &[REMOTE]],
        reason: "The forged path is in the address, but tools hide the query in another character \
                 set, which only the remote PowerShell request logs show whole.",
    },
    Requirement {
        family: "ProxyNotShell",
        question: Question::Compromised,
        groups: &[&[PROXY_AUTODISCOVER], &[REMOTE], &[FRONT_END]],
        reason: "The front end's rows show whether the path was forwarded, the remote PowerShell \
                 request logs whether a session was opened, the IIS front end the use of a file \
                 written by it.",
    },
    Requirement {
        family: "OWASSRF",
        question: Question::Targeted,
        groups: &[&[PROXY_OWA, FRONT_END], &[REMOTE]],
        reason: "The forged path is in the address that either log of the front end shows; odd \
                 clients show only in the remote PowerShell request logs.",
    },
    Requirement {
        family: "OWASSRF",
        question: Question::Compromised,
        groups: &[&[PROXY_OWA], &[REMOTE], &[FRONT_END]],
        reason: "The front end's rows show whether the path was forwarded, the remote PowerShell \
                 request logs whether a session was opened, the IIS front end the use of a file \
                 written by it.",
    },
];

/// What mailbox access through the server leaves; for the question of data alone.
pub(crate) const MAILBOX_ACCESS: &[&[Source]] =
    &[&[PROXY_EWS], &[PROXY_MAPI], &[PROXY_OWA], &[EWS], &[CMDLETS]];

/// The rows for a family and a question. A row for "compromised" has to hold for "data" too.
pub(crate) fn required(family: &str, question: Question) -> Option<&'static Requirement> {
    REQUIREMENTS.iter().find(|row| row.family == family && row.question == question)
}

/// Every source that any row names.
pub(crate) fn all_sources() -> impl Iterator<Item = Source> {
    REQUIREMENTS.iter().flat_map(|row| row.groups.iter().copied().flatten().copied())
}

/// Whether records of this kind are kept apart by part, so that an empty part says nothing.
#[cfg(test)]
pub(crate) fn has_parts(kind: &RecordKind) -> bool {
    *kind == RecordKind::HTTP_PROXY || *kind == RecordKind::IIS
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::WinPath;

    #[test]
    fn every_row_gives_a_reason_and_names_parts() {
        for row in REQUIREMENTS {
            assert!(row.reason.len() > 60 && row.reason.ends_with('.'), "{row:?}");
            assert!(!row.groups.is_empty() && row.groups.iter().all(|group| !group.is_empty()));
            for source in row.groups.iter().copied().flatten() {
                let key = source.key();
                assert_eq!(key.part.is_empty(), !has_parts(&key.kind), "{source:?}");
            }
            let compromised = required(row.family, Question::Compromised);
            assert!(compromised.is_some(), "{} has both questions", row.family);
        }
    }

    #[test]
    fn a_source_without_its_part_counts_for_none() {
        let nameless = SourceKey::new(RecordKind::HTTP_PROXY, "");
        assert!(all_sources().all(|source| !source.is(&nameless)));
        assert!(PROXY_ECP.is(&SourceKey::new(RecordKind::HTTP_PROXY, "Ecp")));
    }

    #[test]
    fn paths_name_their_source() {
        let ecp = WinPath::new("E:\\Ex\\Logging\\HttpProxy\\ECP\\a.LOG");
        assert!(PROXY_ECP.holds(&ecp) && !PROXY_OWA.holds(&ecp));
        let iis = WinPath::new("C:\\inetpub\\logs\\LogFiles\\W3SVC1\\u_ex210303.log");
        assert!(FRONT_END.holds(&iis) && !BACK_END.holds(&iis));
    }
}

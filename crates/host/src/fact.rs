//! The one record of this crate: a thing that a file says about the server.

use std::borrow::Cow;

use model::{Locator, Record, RecordKind, Timestamp, excerpt_of};

macro_rules! fact_kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What sort of file or database a fact comes from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactKind {
            $($(#[$doc])* $variant,)+
        }

        impl FactKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The same as the kind of a record, for example `iis-config`.
            pub fn record_kind(self) -> &'static RecordKind {
                match self {
                    $(Self::$variant => {
                        static KIND: RecordKind = RecordKind::of($name);
                        &KIND
                    })+
                }
            }
        }
    };
}

fact_kinds! {
    /// IIS and ASP.NET configuration.
    IisConfig = "iis-config",
    /// Exchange transport agents.
    AgentsConfig = "agents-config",
    /// A compiled ASP.NET page.
    AspnetCompiled = "aspnet-compiled",
    /// A scheduled task.
    Task = "task",
    /// A registry key that matters, from a hive or an export.
    Registry = "registry",
    /// A Windows service.
    Service = "service",
    /// A local account.
    Account = "account",
    /// An executable, library or assembly.
    ///
    /// `name` (of the file), `machine`, `bits`, `isDll`, `subsystem`, `section`…; `is_dotnet`;
    /// `timestamp` (when it was linked, ISO 8601, absent from reproducible builds); `file_version`
    /// and `product_version` (four numbers), `company`, `product`, `description`,
    /// `original_filename`, and every text of the version resource by its own name; `import`…
    /// (`library!function`), `api`… (imported functions that run, inject, reach out or listen);
    /// `export`…, `entry`… (what an export makes it: `iis-module`, `isapi-extension`,
    /// `isapi-filter`, `service`, `com-server`, `netsh-helper`, `password-filter`,
    /// `security-package`, `print-monitor`, `network-provider`, `time-provider`); of .NET
    /// `implements`…, `call`… (`Type::Member` of the framework that shows what code does),
    /// `native`… (`library!function`); `string`… (up to 60 texts with telling words,
    /// `stringsLeftOut` if there are more; none for a signer named Microsoft); `authenticode` (`yes`,
    /// `no`), `signer`, `signerOrganisation`, `signerIssuer` (nothing is verified), and `catalog`
    /// (`unknown` for files without a signature of their own).
    Pe = "pe",
    /// What ASP.NET made of pages: `element` is `assembly` or `source`; `name`, `application`
    /// (`owa`, `ecp`, `root`), `page`… (address on the site, from `~/` where the application is
    /// not known), `pageName` (from the file's name), `type`… (`ASP.auth_x_aspx`), `string`…
    /// (texts of its code), `implements`…, `call`…, `native`… as for `pe`, `is_dotnet`, `time` (of
    /// compilation, which is that of the first request), `authenticode`, `signer`; of a source
    /// `source`… (the page's file).
    CompiledAssembly = "compiled-assembly",
    /// A record of the master file table; `attributes` (`hidden`, `system` or both) if it has any.
    Mft = "mft",
    /// A record of the change journal: `name`, `record`, `sequence`, `parentRecord`,
    /// `parentSequence` (file references), `folder` (without a drive) with `folderKnown` (`whole`
    /// from the root on, `partly` only its end, `no`), by the journal's own records of folders;
    /// `otherName` (of a renamed file), `attributes`, `reason`….
    Usn = "usn",
    /// Something in the WMI repository.
    Wmi = "wmi",
    /// An entry of an LDIF export.
    Ldif = "ldif",
    /// A row of a CSV export.
    Csv = "csv",
    /// An object of a PowerShell CLIXML export.
    Clixml = "clixml",
    /// An object printed by PowerShell's `Format-List`.
    FormatList = "format-list",
    /// A line of the hosts file.
    HostsFile = "hosts-file",
    /// A rule of the Windows firewall.
    Firewall = "firewall",
    /// A line of a PowerShell console history.
    ConsoleHistory = "console-history",
    /// A crash as Windows Error Reporting wrote it down: `event` (`APPCRASH`, `CLR20r3`, `E12IIS` …),
    /// `program` (its file's name; of Exchange's own reports with the application pool),
    /// `programPath`, `programTitle`, `programVersion`, `module` (at fault), `error`, `eventTitle`,
    /// `report`, `parameter`… (name: value), `loaded`… (paths of the libraries in the process).
    CrashReport = "crash-report",
    /// A run of the Microsoft Safety Scanner or the Removal Tool (`element` is `run`: `tool`
    /// (`msert`, `mrt`), `version`, `started`, `ended`, `finished`, `returnCode`, `engine`,
    /// `signatures`, `runMode`, `threats`, `scanErrors`, `result` for each line of its summary), or
    /// a threat in one place (`element` is `threat`: `tool`, `threat`, `path`, `scheme`, `action`,
    /// `status` (`removed`, `not-removed`, `partly-removed`, `unknown`), `result`, `removed`,
    /// `sha1`, `time`, `clock`).
    MsertLog = "msert-log",
    /// What the Exchange On-premises Mitigation Tool wrote. `element` is `line` (`message`,
    /// `level`), `summary` (`message`) or `rollback` (a setting from before: `cmdlet` and its
    /// parameters). All have `tool` (`eomt`), `script`, `mitigation` (the vulnerability), `action`
    /// (`mitigation-started`, `mitigation-applied`, `mitigation-failed`, `rollback-saved`,
    /// `rolled-back`, `scan-started`, `scan-finished`, `threats-detected` …), `time` and `clock`
    /// where the file has them.
    EomtLog = "eomt-log",
    /// What Defender found and did. `element` is `detection` or `action`; `source` is
    /// `protection-log`, `detection-history` or `quarantine`. All have `tool` (`defender`),
    /// `threat`, `path`, `scheme`, `action`, `result`, `removed`, `time` and `clock`; the history
    /// also `id`, `threatId`, `statusCode`, `user`, `process`, `sha256`, `sha1`, `md5`, `remediated`,
    /// the quarantine `id`, `threatId`, `resource`, `created`, `modified`. `element` is `content` for
    /// a file in the quarantine: `resource` (by which an entry names it), `size`, `stream` (of a
    /// named one), `owner` (a SID), `cut` (`yes` if some of it is lost), and what whoever judges
    /// content adds.
    DefenderLog = "defender-log",
}

/// Fields whose values are secrets: a quotation shows their beginning only.
const SECRETS: [&str; 3] = ["validationKey", "decryptionKey", "password"];

/// Characters of a secret that a quotation keeps: enough to compare with a published key.
const SECRET_CHARS: usize = 12;

/// One thing that a file says, with named fields. Names are the file's own where it has names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it comes from.
    pub kind: FactKind,
    /// When it came to be, by the file's own words; `None` if it does not say.
    pub time: Option<Timestamp>,
    /// Where it stands.
    pub locator: Locator,
    /// Names and values in the file's order. A name with several values comes several times.
    pub fields: Vec<(Cow<'static, str>, String)>,
}

impl Fact {
    /// A fact without fields and time.
    pub(crate) fn new(kind: FactKind, locator: Locator) -> Self {
        Self { kind, time: None, locator, fields: Vec::new() }
    }

    /// The same fact at a time.
    #[must_use]
    pub(crate) fn at(mut self, time: Option<Timestamp>) -> Self {
        self.time = time;
        self
    }

    /// The same fact with one more field.
    #[must_use]
    pub(crate) fn with(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.push(name, value);
        self
    }

    /// The same fact with one more field, if it has a value.
    #[must_use]
    pub(crate) fn with_some(
        self,
        name: impl Into<Cow<'static, str>>,
        value: Option<impl Into<String>>,
    ) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds a field.
    pub(crate) fn push(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.fields.push((name.into(), value.into()));
    }

    /// The first value of a field, ignoring ASCII case; `None` if there is none.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(field))
            .map(|(_, value)| value.as_str())
    }
}

impl Record for Fact {
    fn kind(&self) -> &RecordKind {
        self.kind.record_kind()
    }

    fn time(&self) -> Option<Timestamp> {
        self.time
    }

    fn locator(&self) -> Locator {
        self.locator.clone()
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        self.value(field).map(Cow::Borrowed)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        for (name, value) in &self.fields {
            visit(name, value);
        }
    }

    fn excerpt(&self) -> String {
        let mut text = String::new();
        for (name, value) in self.fields.iter().filter(|(_, value)| !value.is_empty()) {
            if !text.is_empty() {
                text.push_str("; ");
            }
            text.push_str(name);
            text.push('=');
            let secret = SECRETS.iter().any(|secret| secret.eq_ignore_ascii_case(name));
            match value.char_indices().nth(SECRET_CHARS) {
                Some((end, _)) if secret => {
                    text.push_str(&value[..end]);
                    text.push('…');
                }
                _ => text.push_str(value),
            }
        }
        excerpt_of(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn kinds_have_names_of_their_own() {
        let names: BTreeSet<&str> =
            FactKind::ALL.iter().map(|kind| kind.record_kind().as_str()).collect();
        assert_eq!(names.len(), FactKind::ALL.len());
    }

    #[test]
    fn a_quotation_shows_the_beginning_of_a_key_only() {
        let fact = Fact::new(FactKind::IisConfig, Locator::File)
            .with("element", "machineKey")
            .with("validationKey", "0123456789ABCDEF0123");
        assert_eq!(fact.excerpt(), "element=machineKey; validationKey=0123456789AB…");
        assert_eq!(fact.get("VALIDATIONKEY").as_deref(), Some("0123456789ABCDEF0123"));
    }
}

//! What is known of one file of a web folder, as a record: whether Exchange ships it, what its name
//! says and what the judge made of its content.

use std::borrow::Cow;
use std::collections::HashSet;

use evidence::Entry;
use model::{Locator, Record, RecordKind, Timestamp, WinPath};
use pages::{Class, Judgement, KnownGood, NameCheck, Reason};

use crate::fields::Fields;
use crate::intake::{Whole, hex};

/// Reasons of the judge that a record carries; the heaviest come first.
const MOST_REASONS: usize = 20;

/// What is known of one page, as a record of kind [`RecordKind::WEB_PAGE`].
pub(crate) struct PageRecord {
    locator: Locator,
    fields: Fields,
    /// `None` for a page that Exchange shipped, which is settled by its hash.
    pub(crate) judged: Option<Judgement>,
    /// Whether it is known to lie in a web folder.
    served: bool,
}

/// Extensions of what a browser gets as it lies there.
const BROWSER: [&str; 14] = [
    "png", "gif", "jpg", "jpeg", "ico", "svg", "css", "js", "map", "woff", "woff2", "ttf", "eot",
    "cur",
];

impl PageRecord {
    pub(crate) fn of(
        entry: &Entry,
        whole: &Whole,
        served: bool,
        also_known: &HashSet<[u8; 32]>,
    ) -> Self {
        let path = entry.artefact.path();
        let known = whole.sha256.as_ref().and_then(|sha256| known(path, sha256, also_known));
        let judged = known.is_none().then(|| pages::judge(path.as_str(), &whole.bytes));
        let weighed = judged.as_ref().is_some_and(|judged| {
            judged.grade > pages::Grade::Clean || !only_browsers_read(path.file_name())
        });
        let named = weighed.then(|| pages::check_name(&place(path)));
        let mut fields = Fields::default();
        let mut put = |name, value: Option<String>| fields.put(name, value);
        put("path", Some(path.to_string()));
        put("size", Some(whole.size.to_string()));
        put("sha256", whole.sha256.as_ref().map(hex));
        put("created", entry.times.created.map(|time| time.to_string()));
        put("modified", entry.times.modified.map(|time| time.to_string()));
        put("unserved", (!served).then(|| yes(true)));
        put("known_good", Some(yes(known.is_some())));
        let builds = known.as_ref().and_then(pages::KnownGood::builds);
        put("builds", builds.map(|(first, last)| format!("{first} to {last}")));
        if let Some(named) = &named {
            name_fields(named, &mut put);
        }
        if let Some(judged) = &judged {
            judged_fields(judged, &mut put);
        }
        let first = judged.as_ref().and_then(|judged| judged.reasons.first());
        let locator = first.map_or(Locator::File, |reason| Locator::Line {
            line: reason.line,
            offset: reason.offset,
            length: 0,
        });
        Self { locator, fields, judged, served }
    }

    /// Whether the shipped YARA rules can say more of the file than its judgement does. They cannot
    /// of what only browsers read (images, styles, scripts, fonts) and the judge finds clean; of
    /// those a web folder has tens of thousands.
    pub(crate) fn wants_patterns(&self) -> bool {
        let Some(judged) = &self.judged else { return false };
        let browser = only_browsers_read(&self.get("path").unwrap_or_default());
        runs(judged) || !browser || judged.grade > pages::Grade::Clean
    }

    /// Whether nothing runs the file where it lies and under the name it has.
    pub(crate) fn is_inert(&self) -> bool {
        !self.served || self.judged.as_ref().is_some_and(|judged| !runs(judged))
    }
}

/// Whether a file is nothing to a server but bytes to send, by its name.
fn only_browsers_read(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    BROWSER.iter().any(|own| own.eq_ignore_ascii_case(extension))
}

/// What is known of a file of this name by its hash.
fn known(path: &WinPath, sha256: &[u8; 32], also: &HashSet<[u8; 32]>) -> Option<KnownGood> {
    let name = path.file_name();
    let shipped = pages::known_good(sha256).filter(|known| known.covers(name));
    let own = || KnownGood { class: Class::of(name), pages: Vec::new() };
    shipped.or_else(|| also.contains(sha256).then(own))
}

pub(crate) fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// The path as the table of shipped pages gives it: below Exchange's own folder where the page lies
/// in it, else below the root of the site.
fn place(path: &WinPath) -> String {
    for tree in ["FrontEnd\\HttpProxy", "ClientAccess"] {
        if let Some(rest) = path.after(tree) {
            return format!("{tree}\\{}", rest.join("\\"));
        }
    }
    path.after("inetpub\\wwwroot").map_or_else(|| path.to_string(), |rest| rest.join("\\"))
}

fn name_fields(named: &NameCheck, put: &mut impl FnMut(&'static str, Option<String>)) {
    put("shipped_name", Some(yes(!named.shipped.is_empty())));
    let like = named.looks_like.as_ref();
    put("looks_like", like.map(|like| format!("{} ({})", like.of, like.how)));
    put("random_name", named.random.map(str::to_owned));
    put("elsewhere", (!named.elsewhere.is_empty()).then(|| named.elsewhere.join(", ")));
}

/// What the judge says, as fields.
pub(crate) fn judged_fields(
    judged: &Judgement,
    put: &mut impl FnMut(&'static str, Option<String>),
) {
    put("grade", Some(format!("{:?}", judged.grade).to_lowercase()));
    let abilities: Vec<&str> = judged.abilities.iter().map(|own| ability(*own)).collect();
    put("abilities", (!abilities.is_empty()).then(|| abilities.join(", ")));
    for reason in judged.reasons.iter().take(MOST_REASONS) {
        put("reason", Some(told(reason)));
    }
    put("container", Some(format!("{:?}", judged.container)));
    put("form", Some(format!("{:?}", judged.form)));
    put("runs", Some(yes(runs(judged))));
    put("truncated", judged.truncated.then(|| yes(true)));
}

/// Whether IIS as it is installed runs a file of this name, or heeds what it says. Programs are
/// loaded by what refers to them; a script that takes passwords does so in every browser.
fn runs(judged: &Judgement) -> bool {
    judged.form.runs()
        || judged.form == pages::Form::Config
        || judged.container == pages::Container::Program
        || judged.abilities.contains(&pages::Ability::CapturesCredentials)
}

fn told(reason: &Reason) -> String {
    format!("line {}: {}: {}", reason.line, reason.what, reason.excerpt)
}

fn ability(own: pages::Ability) -> &'static str {
    use pages::Ability;
    match own {
        Ability::EvalOfInput => "runs text as code",
        Ability::RunsCommands => "runs commands",
        Ability::WritesFiles => "writes files",
        Ability::ReadsFiles => "reads files",
        Ability::LoadsAssembly => "loads assemblies or machine code",
        Ability::Tunnels => "carries network connections",
        Ability::Database => "talks to databases",
        Ability::HidesCode => "hides code",
        Ability::CapturesCredentials => "takes passwords or keys",
        Ability::DeserializesInput => "deserialises what it is sent",
        Ability::Compiles => "compiles text",
    }
}

impl Record for PageRecord {
    fn kind(&self) -> &RecordKind {
        static KIND: RecordKind = RecordKind::WEB_PAGE;
        &KIND
    }

    /// None: what a file system says of a file's time is not the page's own word.
    fn time(&self) -> Option<Timestamp> {
        None
    }

    fn locator(&self) -> Locator {
        self.locator.clone()
    }

    fn get(&self, field: &str) -> Option<Cow<'_, str>> {
        self.fields.get(field)
    }

    fn each(&self, visit: &mut dyn FnMut(&str, &str)) {
        self.fields.iter().for_each(|(name, value)| visit(name, value));
    }

    /// What the judge saw; without any, the page's name.
    fn excerpt(&self) -> String {
        let of = |wanted: &str| -> Vec<&str> {
            let own = self.fields.iter().filter(|(name, _)| *name == wanted);
            own.map(|(_, value)| value).collect()
        };
        let reasons = of("reason");
        let text = if reasons.is_empty() { of("path") } else { reasons }.join("\n");
        model::excerpt_of(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_handed_in_counts_as_shipped_and_no_other_does() {
        let (path, own) = (WinPath::new("C:\\inetpub\\wwwroot\\a.aspx"), [7; 32]);
        assert_eq!(known(&path, &own, &HashSet::new()), None);
        let found = known(&path, &own, &HashSet::from([own])).expect("handed in");
        assert!(found.covers("a.aspx") && found.builds().is_none());
        assert_eq!(known(&path, &[8; 32], &HashSet::from([own])), None);
    }
}

//! Streams behind files, as the file table lists them: a listing of a folder shows none of them.

use detect::{Interest, Test, When};
use model::{ArtefactRef, Record, RecordKind, RuleMeta};

use super::rooted;
use crate::common::{field, typed};
use crate::host_setup::place::{Place, place, plain};
use crate::pages;
use crate::setup::{Grade, Means, Setup, Shown};

/// Code in a stream.
const STREAM: RuleMeta = RuleMeta {
    id: "file.stream",
    title: "Code stands in a stream behind a file",
    about: "A file of NTFS can carry further contents behind its own, under a name after a colon. \
            No listing shows them and few scanners look; the web server and Windows run them all \
            the same. Windows and browsers leave streams of known names; none of them is code.",
    false_positives: "Backup and database programs keep notes of theirs in streams; without a name \
                      that says code these are not listed.",
    cves: &[],
    techniques: &["T1564.004"],
    references: &["https://attack.mitre.org/techniques/T1564/004/"],
};

static RULES: [RuleMeta; 1] = [STREAM];

/// Streams.
pub(crate) static SETUP: Setup = Setup { more: interests, ..Setup::new(&RULES, &[], judge) };

/// Extensions of programs and scripts, besides those of pages.
const RUNS: [&str; 12] =
    ["exe", "dll", "sys", "ps1", "psm1", "bat", "cmd", "vbs", "js", "hta", "scr", "com"];

/// Most streams looked at of one file.
const MOST: usize = 64;

fn interests() -> Vec<Interest> {
    // The first test has two answers; most files have no stream, which the second tells.
    let when = When::All(vec![
        ("isDirectory", Test::is(|_| true)),
        ("stream", Test::is(|stream| !stream.is_empty())),
    ]);
    vec![Interest::new([RecordKind::of("mft")], when)]
}

fn judge(record: &dyn Record, _: &ArtefactRef) -> Vec<Shown> {
    let path = field(record, "path").into_owned();
    let mut streams = Vec::new();
    record.each(&mut |name, value| {
        if name.eq_ignore_ascii_case("stream") && streams.len() < MOST {
            // `name:size`
            let (own, size) = value.rsplit_once(':').unwrap_or((value, ""));
            streams.push((own.to_owned(), size.to_owned()));
        }
    });
    let at = place(&rooted(&plain(&path)));
    let found = streams.into_iter().filter_map(|(name, size)| {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_lowercase();
        let page = pages::executable(&name);
        if !page && !RUNS.contains(&end.as_str()) {
            return None;
        }
        let grade = match at {
            Place::WebRoot | Place::Reserved => Grade::Certain,
            at if at.is_suspect() => Grade::Certain,
            _ => Grade::Likely,
        };
        let whole = format!("{path}:{name}");
        Some(Shown {
            rule: &RULES[0],
            grade,
            means: Means::Door,
            why: format!(
                "The stream {name} behind {path} is named as code; it lies {}.",
                at.words()
            ),
            action: format!(
                "Keep a copy of the stream (Get-Content -Stream), then take it away (Remove-Item \
                 -Stream \"{}\" -LiteralPath \"{}\"); look in the IIS logs for whoever asked for it",
                typed(&name, "NAME"),
                typed(&path, "PATH")
            ),
            facts: vec![
                ("path", whole.clone()),
                ("stream", name),
                ("size", size),
                ("file_created", field(record, "fnCreated").into_owned()),
            ],
            object: whole,
        })
    });
    found.collect()
}

//! Missing evidence never turns green, and a green light can be reached.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests make evidence"
)]

mod support;

use std::io::{self, Read};

use evidence::memory::Memory;
use evidence::{Entry, Listing, Source};
use lab::{Fault, Log, Recipe, Scanners, Traffic};
use model::{Assessment, Build, GapReason, Headline, Reply};
use support::{Server, assess, assess_path, options, quiet, time};

/// Nothing green: the exit code, both deciding answers, and all texts of the reasons for messages.
fn cannot_say(assessment: &Assessment, headline: Headline, reason: &str) {
    assert_eq!(assessment.headline, headline, "{}", assessment.summary);
    assert_eq!(assessment.headline.exit_code(), 3);
    let answers = &assessment.answers;
    assert_eq!(answers.compromised.answer, Reply::CannotSay);
    assert!(!answers.compromised.reasons.is_empty());
    for (key, _, answer) in answers.each() {
        assert!(!answer.reasons.is_empty(), "{key} gives no reason");
    }
    let all: Vec<&String> = answers.each().into_iter().flat_map(|own| &own.2.reasons).collect();
    let told = all.iter().any(|own| own.contains(reason)) || assessment.summary.contains(reason);
    assert!(told, "{reason:?} is not said: {}\n{all:#?}", assessment.summary);
}

/// Builds around a server's set-up: Setup of 2016 CU19 ends an hour after the logs begin, and the
/// March 2021 update comes three hours later.
fn fresh() -> Recipe {
    Recipe {
        start: time("2021-03-02T00:00:00Z"),
        end: time("2021-03-02T12:00:00Z"),
        scanners: Scanners::Web,
        ..quiet()
    }
    .builds([
        (time("2021-03-02T00:00:00Z"), Build::new(15, 1, 2176, 2)),
        (time("2021-03-02T06:00:00Z"), Build::new(15, 1, 2176, 9)),
    ])
}

/// The positive control of everything below.
#[test]
fn full_coverage_since_set_up_is_green() {
    let assessment = Server::of(&fresh()).assess();
    let answers = &assessment.answers;
    assert_eq!(
        assessment.headline,
        Headline::NoEvidenceCoverageComplete,
        "{}\n{:#?}\n{:#?}\n{:#?}",
        assessment.summary,
        answers.targeted,
        answers.compromised,
        assessment.gaps
    );
    assert_eq!(assessment.headline.exit_code(), 0);
    assert_eq!(answers.targeted.answer, Reply::No);
    assert_eq!(answers.compromised.answer, Reply::No);
    assert_eq!(answers.exposed.answer, Reply::Yes);
    assert!(assessment.blind.is_empty());
}

#[test]
fn an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let assessment = assess_path(folder.path());
    cannot_say(&assessment, Headline::CannotSay, "");
    assert!(assessment.coverage.is_empty() && assessment.findings.is_empty());
}

#[test]
fn a_folder_without_logs() {
    let source = Memory::new("m")
        .file("C/Users/adm.holm/Documents/notes.txt", "remember the milk")
        .file("C/Windows/notepad.exe", b"MZ\x90\0")
        .build();
    let assessment = assess(source.as_ref(), &options(1));
    cannot_say(&assessment, Headline::CannotSay, "Nothing that was read could show a break-in");
}

#[test]
fn only_event_logs() {
    let source = Memory::new("m")
        .file("C/Windows/System32/winevt/Logs/Security.evtx", b"ElfFile\0")
        .file("C/Windows/System32/winevt/Logs/MSExchange Management.evtx", b"ElfFile\0")
        .build();
    let assessment = assess(source.as_ref(), &options(1));
    cannot_say(&assessment, Headline::CannotSay, "");
    assert!(!assessment.gaps.is_empty());
}

#[test]
fn logs_that_start_after_the_exposure() {
    let recipe = fresh().builds([
        (time("2021-01-20T10:00:00Z"), Build::new(15, 1, 2176, 2)),
        (time("2021-03-02T06:00:00Z"), Build::new(15, 1, 2176, 9)),
    ]);
    let assessment = Server::of(&recipe).assess();
    cannot_say(&assessment, Headline::NoEvidenceInPartSeen, "20 January 2021");
    // Setup began at 09:19; its own six hours are not counted.
    let blind: Vec<_> = assessment.blind.iter().map(|own| (own.from, own.to)).collect();
    assert_eq!(blind, [(time("2021-01-20T15:00:00Z"), time("2021-03-02T00:00:00Z"))]);
}

#[test]
fn no_set_up_log_and_so_no_beginning() {
    let recipe = fresh();
    let server = Server::of(&recipe);
    std::fs::remove_dir_all(server.tree().join("C/ExchangeSetupLogs")).unwrap();
    cannot_say(&server.assess(), Headline::NoEvidenceInPartSeen, "cannot be seen");
}

#[test]
fn a_hole_of_some_hours() {
    let (from, to) = (time("2021-03-02T02:00:00Z"), time("2021-03-02T05:00:00Z"));
    let fault = Fault::Hole { logs: vec![Log::ProxyEcp], from, to };
    let assessment = Server::of(&fresh().fault(fault)).assess();
    cannot_say(&assessment, Headline::NoEvidenceInPartSeen, "HttpProxy\\Ecp");
    let blind = &assessment.blind;
    assert_eq!(blind.iter().map(|own| (own.from, own.to)).collect::<Vec<_>>(), [(from, to)]);
}

#[test]
fn a_protocol_that_is_missing() {
    let fault = Fault::Missing { logs: vec![Log::ProxyOwa] };
    let assessment = Server::of(&fresh().fault(fault)).assess();
    cannot_say(&assessment, Headline::NoEvidenceInPartSeen, "HttpProxy\\Owa");
}

#[test]
fn iis_that_is_missing() {
    let fault = Fault::Missing { logs: vec![Log::IisFrontEnd, Log::IisBackEnd] };
    let assessment = Server::of(&fresh().fault(fault)).assess();
    cannot_say(&assessment, Headline::NoEvidenceInPartSeen, "W3SVC1");
    // Attempts would stand in HttpProxy, which is whole.
    assert_eq!(assessment.answers.targeted.answer, Reply::No);
}

#[test]
fn everything_but_mail_is_missing() {
    let recipe =
        Recipe { logs: vec![Log::MessageTracking, Log::SmtpReceive, Log::Agent], ..fresh() };
    cannot_say(&Server::of(&recipe).assess(), Headline::CannotSay, "");
}

/// The log that is cut is the last; it is required up to the fix, which came before its end, so
/// the cut itself has to open the answer.
#[test]
fn a_log_that_is_cut() {
    let recipe = fresh().builds([(time("2021-03-02T00:00:00Z"), Build::new(15, 1, 2176, 2))]);
    let fault = Fault::Truncated { log: Log::ProxyEcp };
    let assessment = Server::of(&recipe.fault(fault)).assess();
    cannot_say(&assessment, Headline::NoEvidenceInPartSeen, "");
    let named = assessment.gaps.iter().any(|own| {
        own.artefact.to_string().to_lowercase().contains("httpproxy\\ecp")
            && own.reason == GapReason::Truncated
    });
    assert!(named, "{:#?}", assessment.gaps);
}

#[test]
fn logs_that_are_empty_files() {
    let fault = Fault::EmptyFiles { log: Log::ProxyEcp, every: 2 };
    let assessment = Server::of(&fresh().fault(fault)).assess();
    cannot_say(&assessment, Headline::NoEvidenceInPartSeen, "HttpProxy\\Ecp");
}

/// The second log of an hour is overwritten with noise (an encrypted file looks like that). The
/// first covers the hour, so only the noise itself can open the question.
#[test]
fn a_log_that_is_noise() {
    let server = Server::of(&fresh());
    let ecp =
        server.tree().join("C/Program Files/Microsoft/Exchange Server/V15/Logging/HttpProxy/Ecp");
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut noise = Vec::new();
    for _ in 0..40_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // No NUL, which would be found as damage anyway.
        noise.push((state as u8).max(1));
    }
    let name = std::fs::read_dir(&ecp).expect("logs").next().expect("a log").expect("an entry");
    let second = name.file_name().to_string_lossy().replace("-1.LOG", "-2.LOG");
    std::fs::write(ecp.join(second), noise).expect("a noisy log");
    cannot_say(&server.assess(), Headline::NoEvidenceInPartSeen, "rows carry no time");
}

#[test]
fn a_run_that_is_stopped() {
    let server = Server::of(&fresh());
    let source = evidence::open(&server.tree(), evidence::Limits::default()).unwrap();
    let progress = engine::Progress::default();
    progress.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let assessment = engine::assess(source.as_ref(), &options(2), &progress).unwrap();
    assert!(assessment.run.partial);
    cannot_say(&assessment, Headline::CannotSay, "stopped");
}

#[test]
fn a_server_that_nobody_probes_at_night() {
    // Fewer requests than hours: hours without rows are holes, whatever the reason.
    let recipe = Recipe { traffic: Traffic::RequestsPerHour(1), ..fresh() };
    let assessment = Server::of(&recipe).assess();
    assert_ne!(assessment.headline.exit_code(), 1);
    assert_ne!(assessment.headline.exit_code(), 4);
}

/// A source that fails over one file, in one way or the other.
struct Failing {
    inner: Box<dyn Source>,
    name: &'static str,
    panics: bool,
}

impl Source for Failing {
    fn name(&self) -> &str {
        self.inner.name()
    }
    fn list(&self) -> io::Result<Listing> {
        self.inner.list()
    }
    fn open(&self, entry: &Entry) -> io::Result<Box<dyn Read + Send>> {
        if !entry.artefact.path().as_str().contains(self.name) {
            return self.inner.open(entry);
        }
        assert!(!self.panics, "as a fault of this program would");
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "held by another process"))
    }
    fn open_at(&self, entry: &Entry, offset: u64) -> Option<io::Result<Box<dyn Read + Send>>> {
        self.inner.open_at(entry, offset)
    }
}

/// One hour of the control panel's log cannot be read: neither the run ends nor the light is green.
#[test]
fn a_file_that_cannot_be_read() {
    let server = Server::of(&fresh());
    for (panics, reason) in [(false, GapReason::Unreadable), (true, GapReason::Internal)] {
        let inner = evidence::open(&server.tree(), evidence::Limits::default()).unwrap();
        let source = Failing { inner, name: "HttpProxy\\Ecp\\HttpProxy_2021030203", panics };
        let assessment = assess(&source, &options(2));
        cannot_say(&assessment, Headline::NoEvidenceInPartSeen, "HttpProxy\\Ecp");
        let gaps: Vec<GapReason> = assessment.gaps.iter().map(|own| own.reason).collect();
        assert_eq!(gaps, [reason], "{:#?}", assessment.gaps);
        assert!(assessment.gaps[0].artefact.as_str().contains(source.name));
        assert_eq!(assessment.blind.len(), 1);
    }
}

/// A page is opened to be told apart, to be listed and to be judged: what is refused each time is
/// one gap, and evidence of which everything was refused is not evidence of an unknown kind.
#[test]
fn what_is_refused_three_times_is_said_once() {
    let inner = Memory::new("m")
        .file("C/inetpub/wwwroot/x.aspx", "<%@ Page %>")
        .file("C/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log", "#Fields: date time")
        .build();
    let source = Failing { inner, name: "inetpub", panics: false };
    let gaps = assess(&source, &options(2)).gaps;
    let told: Vec<(&str, GapReason)> =
        gaps.iter().map(|own| (own.artefact.file_name(), own.reason)).collect();
    let wanted = [("u_ex210303.log", GapReason::Unreadable), ("x.aspx", GapReason::Unreadable)];
    assert_eq!(told, wanted, "{gaps:#?}");
}

//! Reports of Windows Error Reporting, `Report.wer` in
//! `ProgramData\Microsoft\Windows\WER\ReportArchive` and `ReportQueue`: which program crashed when,
//! in which library, and every library it had loaded.
//!
//! UTF-16 lines of name and value, without sections. What the parameters of a problem stand for goes
//! by the event: <https://learn.microsoft.com/windows/win32/wer/wer-reporting> names those of a crash
//! (`APPCRASH`, `BEX`), `CLR20r3` is one of .NET, and `E12` and its kin are Exchange's own, whose
//! parameters event 4999 lists in the same order. Their names are in the server's language, their
//! numbers are not.

use model::{GapReason, Locator, WinPath};

use crate::text::{decode, folded, holds, repeated};
use crate::time::filetime;
use crate::{Fact, FactKind, Head, Reader, Sink, Sniff};

/// Largest report read. One with a thousand libraries has some 200 KiB.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Most libraries of one program that are kept. A worker process of Exchange has some 400.
const MOST_MODULES: u64 = 5_000;

/// Most parameters of a problem; Windows sends ten.
const MOST_PARAMETERS: usize = 32;

/// Crash reports.
pub(crate) struct CrashReport;

impl Reader for CrashReport {
    fn id(&self) -> &'static str {
        "crash-report"
    }

    fn sniff(&self, head: Head<'_>) -> Option<Sniff> {
        let text = folded(head.bytes);
        if holds(&text, "eventtype=") && (holds(&text, "sig[0].") || holds(&text, "eventtime=")) {
            return Some(Sniff::Certain);
        }
        let named = head.path.extension().is_some_and(|own| own == "wer");
        (named && !head.bytes.is_empty()).then_some(Sniff::ByPath)
    }

    fn largest(&self) -> u64 {
        LARGEST
    }

    fn read(&self, _: &WinPath, bytes: &[u8], sink: &mut dyn Sink) {
        let text = decode(bytes, sink);
        let mut report = Report::default();
        for (_, line) in text.lines() {
            report.line(line);
        }
        let lost = |reason, detail: &str, count| {
            (count > 0).then(|| (Locator::File, reason, detail.to_owned(), count))
        };
        let gaps = [
            lost(
                GapReason::Damaged,
                "a crash report that names no event",
                u64::from(report.event.is_empty()),
            ),
            lost(
                GapReason::NoTime,
                "a crash report without its time",
                u64::from(report.ticks.is_none()),
            ),
            lost(
                GapReason::Missing,
                "libraries that a crash report counts and does not list",
                report.missing(),
            ),
            lost(
                GapReason::TooLarge,
                "libraries of a crash report beyond the first 5,000",
                report.left_out(),
            ),
        ];
        for (locator, reason, detail, count) in gaps.into_iter().flatten() {
            sink.gap(locator, reason, detail, count, 0);
        }
        if report.says_something() {
            sink.fact(report.fact());
        }
    }
}

/// What a report says.
#[derive(Default)]
struct Report {
    event: String,
    ticks: Option<u64>,
    /// Name and value of each parameter.
    parameters: Vec<(String, String)>,
    /// Further lines that are kept, by the names of their fields.
    told: Vec<(&'static str, String)>,
    modules: Vec<String>,
    /// How many libraries were listed, and the highest number of one.
    listed: u64,
    highest: Option<u64>,
}

/// Lines that are kept as they are.
const KEPT: [(&str, &str); 5] = [
    ("NsAppName", "program"),
    ("AppPath", "programPath"),
    ("AppName", "programTitle"),
    ("FriendlyEventName", "eventTitle"),
    ("ReportIdentifier", "report"),
];

impl Report {
    fn line(&mut self, line: &str) {
        let Some((name, value)) = line.split_once('=') else { return };
        let (name, value) = (name.trim(), repeated(value.trim()));
        if let Some((number, _)) = numbered(name, "LoadedModule") {
            self.listed += 1;
            self.highest = self.highest.max(Some(number));
            if self.listed <= MOST_MODULES {
                self.modules.push(value.to_owned());
            }
        } else if let Some((number, part)) = numbered(name, "Sig") {
            self.parameter(number, part, value);
        } else if name.eq_ignore_ascii_case("EventType") {
            self.event = value.to_owned();
        } else if name.eq_ignore_ascii_case("EventTime") {
            self.ticks = value.parse().ok();
        } else if let Some((_, field)) = KEPT.iter().find(|(own, _)| name.eq_ignore_ascii_case(own))
            && !self.told.iter().any(|(own, _)| own == field)
        {
            self.told.push((field, value.to_owned()));
        }
    }

    fn parameter(&mut self, number: u64, part: &str, value: &str) {
        let Some(number) = usize::try_from(number).ok().filter(|own| *own < MOST_PARAMETERS) else {
            return;
        };
        if self.parameters.len() <= number {
            self.parameters.resize(number + 1, Default::default());
        }
        let own = &mut self.parameters[number];
        match part {
            ".Name" => value.clone_into(&mut own.0),
            ".Value" => value.clone_into(&mut own.1),
            _ => {}
        }
    }

    /// Libraries whose numbers are left out: lines were lost.
    fn missing(&self) -> u64 {
        self.highest.map_or(0, |highest| highest.saturating_add(1).saturating_sub(self.listed))
    }

    fn left_out(&self) -> u64 {
        self.listed.saturating_sub(MOST_MODULES)
    }

    fn says_something(&self) -> bool {
        !self.event.is_empty() || self.listed > 0 || !self.told.is_empty()
    }

    /// Which parameters are the program, its version, the library at fault and the error.
    fn places(&self) -> [Option<usize>; 4] {
        let event = self.event.to_ascii_uppercase();
        match event.as_str() {
            "APPCRASH" => [Some(0), Some(1), Some(3), Some(6)],
            "BEX" | "BEX64" => [Some(0), Some(1), Some(3), Some(7)],
            "CLR20R3" => [Some(0), Some(1), Some(3), Some(8)],
            event if event.starts_with("APPHANG") => [Some(0), Some(1), None, None],
            event if event.starts_with("E12") => [Some(2), Some(1), Some(3), Some(5)],
            _ => [None; 4],
        }
    }

    fn fact(self) -> Fact {
        let value = |at: Option<usize>| {
            let value = at.and_then(|at| self.parameters.get(at)).map(|own| own.1.clone());
            value.filter(|value| !value.is_empty())
        };
        let [program, version, module, error] = self.places().map(value);
        let mut fact = Fact::new(FactKind::CrashReport, Locator::File)
            .at(self.ticks.and_then(filetime))
            .with("event", self.event.as_str());
        let told = self.told.iter().any(|(field, _)| *field == "program");
        fact = fact.with_some("program", program.filter(|_| !told));
        for (field, value) in &self.told {
            fact.push(*field, value.as_str());
        }
        fact = fact
            .with_some("programVersion", version)
            .with_some("module", module)
            .with_some("error", error);
        for (name, value) in self.parameters.iter().filter(|(_, value)| !value.is_empty()) {
            fact.push("parameter", format!("{name}: {value}"));
        }
        for module in self.modules {
            fact.push("loaded", module);
        }
        fact
    }
}

/// The number in `Sig[3].Name`, and what follows it; `None` if the name is another.
fn numbered<'n>(name: &'n str, start: &str) -> Option<(u64, &'n str)> {
    let (number, rest) = name.strip_prefix(start)?.strip_prefix('[')?.split_once(']')?;
    Some((number.parse().ok()?, rest))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::testing::{read, wide};

    const PATH: &str =
        r"C:\ProgramData\Microsoft\Windows\WER\ReportArchive\AppCrash_w3wp.exe_1_2_3\Report.wer";

    const CRASH: &str = "Version=1\r\nEventType=APPCRASH\r\nEventTime=132591528000000000\r\n\
ReportType=2\r\nReportIdentifier=1c2d\r\nNsAppName=w3wp.exe\r\n\
Sig[0].Name=Application Name\r\nSig[0].Value=w3wp.exe\r\n\
Sig[1].Name=Application Version\r\nSig[1].Value=10.0.14393.0\r\n\
Sig[3].Name=Nom du module par défaut\r\nSig[3].Value=odd.dll\r\n\
Sig[6].Name=Exception Code\r\nSig[6].Value=c0000005\r\n\
LoadedModule[0]=C:\\Windows\\System32\\inetsrv\\w3wp.exe\r\n\
LoadedModule[1]=C:\\Temp\\odd.dll\r\n\
FriendlyEventName=Stopped working\r\nAppName=IIS Worker Process\r\n\
AppPath=C:\\Windows\\System32\\inetsrv\\w3wp.exe\r\n";

    /// A report as Windows writes it.
    pub(crate) fn report() -> Vec<u8> {
        wide(CRASH)
    }

    #[test]
    fn a_crash_names_its_program_its_library_and_all_that_was_loaded() {
        for (path, bytes) in [(PATH, report()), ("C:\\loose", CRASH.as_bytes().to_vec())] {
            let (id, seen) = read(path, &bytes);
            assert_eq!((id, seen.losses()), ("crash-report", vec![]));
            let [fact] = &seen.facts[..] else { panic!("{}", seen.shown()) };
            assert_eq!(fact.time.unwrap().to_string(), "2021-03-02T10:00:00Z");
            assert_eq!(fact.value("program"), Some("w3wp.exe"));
            assert_eq!(fact.value("programPath"), Some("C:\\Windows\\System32\\inetsrv\\w3wp.exe"));
            assert_eq!(
                (fact.value("module"), fact.value("error")),
                (Some("odd.dll"), Some("c0000005"))
            );
            let loaded = fact.fields.iter().filter(|(name, _)| name == "loaded").count();
            assert_eq!(loaded, 2);
        }
    }

    #[test]
    fn the_events_of_dot_net_and_of_exchange_order_their_parameters_otherwise() {
        let of = |event: &str, values: &[&str]| {
            let mut text = format!("EventType={event}\r\nEventTime=132591528000000000\r\n");
            for (number, value) in values.iter().enumerate() {
                text.push_str(&format!(
                    "Sig[{number}].Name=P{number}\r\nSig[{number}].Value={value}\r\n"
                ));
            }
            let (_, seen) = read(PATH, &wide(&text));
            assert_eq!(seen.losses(), []);
            ["program", "module", "error"]
                .map(|own| seen.facts[0].value(own).unwrap_or("-").to_owned())
        };
        let own =
            ["umworkerprocess.exe", "15.1", "6", "System.Core", "4", "5", "6", "7", "System.IO"];
        assert_eq!(of("CLR20r3", &own), ["umworkerprocess.exe", "System.Core", "System.IO"]);
        let own =
            ["c-RTL-AMD64", "15.01", "w3wp#MSExchangeECPAppPool", "M.E.Data", "M.E.f", "System.X"];
        assert_eq!(of("E12IIS", &own), ["w3wp#MSExchangeECPAppPool", "M.E.Data", "System.X"]);
        assert_eq!(of("SomethingNew", &own), ["-", "-", "-"]);
    }

    #[test]
    fn what_is_lost_of_a_report_is_said() {
        let (id, seen) = read(PATH, &wide("nothing of the kind\r\n"));
        assert_eq!(id, "crash-report");
        assert_eq!(seen.losses(), [(GapReason::Damaged, 1), (GapReason::NoTime, 1)]);
        assert!(seen.facts.is_empty());
        let torn =
            CRASH.replace("LoadedModule[0]", "Loaded").replace("EventTime=13", "EventTime=x");
        let (_, seen) = read(PATH, &wide(&torn));
        assert_eq!(seen.losses(), [(GapReason::NoTime, 1), (GapReason::Missing, 1)]);
        assert_eq!((seen.facts[0].time, seen.facts.len()), (None, 1));
        let many: String =
            (0..6_000).map(|at| format!("LoadedModule[{at}]=C:\\a.dll\r\n")).collect();
        let (_, seen) = read(PATH, &wide(&format!("{CRASH}{many}")));
        assert_eq!(seen.losses(), [(GapReason::TooLarge, 1_002)]);
        let (_, seen) = read(
            PATH,
            &wide("EventType=a\r\nEventTime=1\r\nLoadedModule[18446744073709551615]=a\r\n"),
        );
        assert_eq!(seen.gaps[0].0, GapReason::Missing);
    }
}

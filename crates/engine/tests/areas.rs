//! "No back door is there": said only when every place that can hold one was read.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests make evidence")]

mod support;

use evidence::memory::Memory;
use model::{Assessment, Reply};
use support::{assess, options};

const CONFIG: &str = r#"<configuration><system.applicationHost><sites>
<site name="Default Web Site" id="1"><application path="/">
<virtualDirectory path="/" physicalPath="%SystemDrive%\inetpub\wwwroot" /></application></site>
</sites></system.applicationHost></configuration>"#;

const AGENTS: &str = r#"<?xml version="1.0"?><configuration><mexRuntime><agentList>
<agent name="Transport Rule Agent" baseType="Microsoft.Exchange.Data.Transport.Routing.RoutingAgent"
classFactory="Microsoft.Exchange.MessagingPolicies.TransportRuleAgent.TransportRuleAgentFactory"
assemblyPath="C:\Ex\TransportRoles\agents\Rule\Microsoft.Exchange.MessagingPolicies.TransportRuleAgent.dll"
enabled="true" /></agentList></mexRuntime></configuration>"#;

const TASK: &str = "<?xml version=\"1.0\"?><Task xmlns=\"http://schemas.microsoft.com/windows/2004/\
                    02/mit/task\"><Actions><Exec><Command>%windir%\\system32\\defrag.exe</Command>\
                    </Exec></Actions></Task>";

const DIRECTORY: &str = "dn: CN=OAB (Default Web Site),CN=HTTP,CN=Protocols,CN=EX01,DC=x\n\
                         objectClass: msExchOABVirtualDirectory\n\
                         msExchExternalHostName: https://mail.nordwind.example/OAB\n";

fn system() -> Vec<u8> {
    use host::writers::hive::{hive, key};
    let service = key("Spooler", vec![]).text("ImagePath", "%SystemRoot%\\System32\\spoolsv.exe");
    hive(&key(
        "root",
        vec![
            key("Select", vec![]).number("Current", 1),
            key("ControlSet001", vec![key("Services", vec![service])]),
        ],
    ))
}

/// The places of a whole server, with one left out.
fn without(left_out: &str) -> Assessment {
    with(left_out, &[])
}

/// The same with further files.
fn with(left_out: &str, more: &[(&str, &[u8])]) -> Assessment {
    let hive = system();
    let files: [(&str, &[u8]); 6] = [
        ("C/inetpub/wwwroot/iisstart.htm", b"<html>Welcome</html>"),
        ("C/Windows/System32/inetsrv/config/applicationHost.config", CONFIG.as_bytes()),
        ("C/Windows/System32/Tasks/Microsoft/Windows/Defrag/ScheduledDefrag", TASK.as_bytes()),
        ("C/Windows/System32/config/SYSTEM", &hive),
        ("C/Ex/TransportRoles/Shared/agents.config", AGENTS.as_bytes()),
        ("C/Admin/directories.ldf", DIRECTORY.as_bytes()),
    ];
    let files =
        files.into_iter().filter(|(name, _)| left_out.is_empty() || !name.contains(left_out));
    let files = files.chain(more.iter().copied());
    let memory = files.fold(Memory::new("m"), |memory, (name, bytes)| memory.file(name, bytes));
    assess(memory.build().as_ref(), &options(2))
}

#[test]
fn a_server_read_in_every_place_has_no_back_door() {
    let assessment = without("");
    assert!(assessment.findings.is_empty(), "{:#?}", assessment.findings);
    let answer = &assessment.answers.back_door_present;
    assert_eq!(answer.answer, Reply::No, "{:#?} {:#?}", answer.reasons, assessment.gaps);
}

#[test]
fn one_place_not_read_leaves_the_question_open() {
    for (left_out, named) in [
        ("iisstart", "web roots"),
        ("applicationHost", "IIS configuration"),
        ("Tasks", "scheduled tasks"),
        ("SYSTEM", "services"),
        ("agents", "transport agents"),
        ("directories", "virtual directories"),
    ] {
        let answer = without(left_out).answers.back_door_present;
        assert_eq!(answer.answer, Reply::CannotSay, "{left_out}");
        let told = answer.reasons.join("\n");
        assert!(told.contains(named), "{left_out}: {told}");
    }
}

/// A library in a web application that is none was damaged, or stands for one that was taken away.
#[test]
fn a_library_of_nothing_but_zeros_leaves_the_question_open() {
    let zeros = [&b"MZ"[..], &[0; 4094]].concat();
    let cut = b"MZ\x90\0";
    for library in [&zeros[..], cut] {
        let assessment = with("", &[("C/inetpub/wwwroot/bin/App.dll", library)]);
        assert_eq!(assessment.answers.back_door_present.answer, Reply::CannotSay);
        let gaps: Vec<&str> = assessment.gaps.iter().map(|gap| gap.detail.as_str()).collect();
        let [gap] = gaps[..] else { panic!("{gaps:?}") };
        assert!(gap.contains("is not readable as one"), "{gap}");
        assert_eq!(gap.contains("zeros only"), library.len() > 4, "{gap}");
    }
    // A text that begins so is not called a program.
    let assessment = with("", &[("C/inetpub/wwwroot/notes.txt", b"MZ is where executables begin")]);
    assert_eq!(assessment.answers.back_door_present.answer, Reply::No, "{:?}", assessment.gaps);
}

//! What Windows starts by itself or resolves and lets through, as files.

use super::{Laying, registry, text};

/// A task as the scheduler writes it.
fn task_xml(on: &Laying<'_>, name: &str, author: &str, command: &str, arguments: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\r\n<Task version=\"1.2\" \
         xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\r\n  <RegistrationInfo>\
         <Date>{}</Date><Author>{author}</Author><URI>\\{name}</URI></RegistrationInfo>\r\n  \
         <Triggers><TimeTrigger><Repetition><Interval>PT15M</Interval></Repetition></TimeTrigger>\
         </Triggers>\r\n  <Principals><Principal id=\"Author\"><UserId>S-1-5-18</UserId><RunLevel>\
         HighestAvailable</RunLevel></Principal></Principals>\r\n  <Actions Context=\"Author\"><Exec>\
         <Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions>\r\n</Task>\r\n",
        on.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    );
    text::wide(&xml)
}

pub(super) fn task(on: &mut Laying<'_>) {
    let folder = r"C:\Windows\System32\Tasks";
    if on.innocent {
        let xml = task_xml(
            on,
            "Example Monitoring",
            "Example Ltd",
            "powershell.exe",
            "-NoProfile -ExecutionPolicy Bypass -File &quot;C:\\ProgramData\\Example \
             Monitoring\\scripts\\collect.ps1&quot;",
        );
        return on.file(&format!(r"{folder}\Example Monitoring"), xml);
    }
    let hidden = text::hidden_command();
    let arguments = hidden.split_once(' ').map_or("", |(_, rest)| rest).to_owned();
    let xml = task_xml(on, "WinUpdateCheck", r"NORDWIND\EX01$", "powershell.exe", &arguments);
    on.name("WinUpdateCheck");
    on.file(&format!(r"{folder}\WinUpdateCheck"), xml);
}

/// Pages of the repository: a consumer, a filter and what binds them, with gaps between.
fn repository(class: &str, texts: &[&str], name: &str, query: &str) -> Vec<u8> {
    let consumer = format!("{class}\0\0{}\0\0\x01\x05", texts.join("\0\0"));
    let filter =
        format!("__EventFilter\0\x1c\0\0\0\0root\\cimv2\0\0{name} Filter\0\0{query}\0\0WQL\0");
    let binding = format!("\0{class}.Name=\"{name}\"\0\0__EventFilter.Name=\"{name} Filter\"\0");
    let mut bytes = vec![0; 700];
    for part in [consumer, filter, binding] {
        bytes.extend(part.into_bytes());
        bytes.extend([0; 400]);
    }
    bytes
}

pub(super) fn wmi(on: &mut Laying<'_>) {
    let path = r"C:\Windows\System32\wbem\Repository\OBJECTS.DATA";
    if on.innocent {
        let texts = ["SCM Event Log Consumer", "Service Control Manager"];
        let query = "select * from MSFT_SCMEventLogEvent";
        let bytes = repository("NTEventLogEventConsumer", &texts, "SCM Event Log Consumer", query);
        return on.file(path, bytes);
    }
    let command = text::hidden_command();
    let query = "SELECT * FROM __InstanceModificationEvent WITHIN 60 WHERE TargetInstance ISA \
                 'Win32_PerfFormattedData_PerfOS_System'";
    let texts = [command.as_str(), "SystemMonitor"];
    on.name("SystemMonitor");
    on.file(path, repository("CommandLineEventConsumer", &texts, "SystemMonitor", query));
}

pub(super) fn startup_folder(on: &mut Laying<'_>) {
    let folder = r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp";
    on.aside(&format!(r"{folder}\desktop.ini"), "[.ShellClassInfo]\r\n");
    if on.innocent {
        let mut link = vec![0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];
        link.extend(b"C:\\Program Files\\Example Monitoring\\tray.exe");
        return on.file(&format!(r"{folder}\Example Tray.lnk"), link);
    }
    let script = ["@ec", "ho off\r\nstart /min sh.invalid inert specimen\r\n"].concat();
    on.file(&format!(r"{folder}\sync.bat"), script);
}

pub(super) fn hosts_file(on: &mut Laying<'_>) {
    let path = r"C:\Windows\System32\drivers\etc\hosts";
    let head = "# Copyright (c) 1993-2009 Microsoft Corp.\r\n#\t127.0.0.1       localhost\r\n";
    let lines = if on.innocent {
        "10.20.1.12\tdc01.nordwind.example dc01\r\n10.20.1.11\tmail.nordwind.example\r\n"
    } else {
        "127.0.0.1\twdcp.microsoft.com\r\n0.0.0.0\tdefinitionupdates.microsoft.com\r\n"
    };
    on.file(path, format!("{head}{lines}"));
}

pub(super) fn firewall(on: &mut Laying<'_>) {
    let rule = |id: &str, port: &str, app: &str, name: &str| {
        format!("    {id}    REG_SZ    {}\r\n", registry::rule(port, app, name))
    };
    let mut text = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\\
                    Parameters\\FirewallPolicy\\FirewallRules\r\n"
        .to_owned();
    let own = on.exchange(r"Bin\MSExchangeTransport.exe");
    text.push_str(&rule("MSExchangeTransportWorker", "25", &own, "MSExchangeTransport (TCP-In)"));
    if on.innocent {
        let agent = r"C:\Program Files\Example Monitoring\agent.exe";
        text.push_str(&rule("{5B1F}", "10050", agent, "Example Monitoring"));
        on.name("Example Monitoring");
    } else {
        let program = r"C:\Users\Public\Music\netupd.exe";
        text.push_str(&rule("{7C2E}", "8443", program, "Web Management"));
        on.name(program);
    }
    on.aside(r"C:\Admin\firewall-rules.txt", text);
}

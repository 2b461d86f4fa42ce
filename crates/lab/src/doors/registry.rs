//! What stands in the registry: in hives, in their logs, in exports.

use host::writers::filetime;
use host::writers::hive::{NewKey, hive, key};

use super::{Laying, disk::Hive, text};

const RUN: &str = r"Microsoft\Windows\CurrentVersion\Run";
const CONTROL: &str = r"ControlSet001\Control";
const TERMINAL: &str = r"ControlSet001\Control\Terminal Server";

impl Laying<'_> {
    /// Adds a key at a path to a hive, written when the door came.
    fn key_at(&mut self, hive: Hive, path: &str, key: impl FnOnce(NewKey) -> NewKey) {
        let keys = self.written(path, key);
        self.disk.registry(hive, keys);
    }

    fn written(&self, path: &str, fill: impl FnOnce(NewKey) -> NewKey) -> NewKey {
        let (above, name) = path.rsplit_once('\\').unwrap_or(("", path));
        let own = fill(key(name, vec![])).written(filetime(self.at));
        key("ROOT", vec![if above.is_empty() { own } else { own.under(above) }])
    }
}

fn service_value(innocent: bool) -> (&'static str, &'static str) {
    if innocent {
        ("ExampleMonitor", r#""C:\ProgramData\Example Monitoring\agent\agent.exe" -service"#)
    } else {
        ("WinNetUpdate", r"C:\Users\Public\Music\netupd.exe -k run")
    }
}

/// Written while the server ran: the hive's log has it, the hive not yet.
pub(super) fn service(on: &mut Laying<'_>) {
    let (name, image) = service_value(on.innocent);
    let keys = on.written(&format!(r"ControlSet001\Services\{name}"), |key| {
        key.text("ImagePath", image)
            .text("ObjectName", "LocalSystem")
            .number("Start", 2)
            .number("Type", 16)
    });
    on.disk.registry_late(Hive::System, keys);
    on.name(name);
}

fn run_value(innocent: bool) -> (&'static str, String) {
    if innocent {
        ("ExampleTray", r#""C:\Program Files\Example Monitoring\tray.exe" /min"#.to_owned())
    } else {
        ("SystemCertCheck", text::hidden_command())
    }
}

pub(super) fn run_key(on: &mut Laying<'_>) {
    let (name, command) = run_value(on.innocent);
    on.key_at(Hive::Software, RUN, |key| key.text(name, &command));
    on.name(name);
}

pub(super) fn run_key_export(on: &mut Laying<'_>) {
    let (name, command) = run_value(on.innocent);
    let text = key("Run", vec![])
        .text(name, &command)
        .exported(&format!(r"HKEY_LOCAL_MACHINE\SOFTWARE\{RUN}"));
    on.aside(r"C:\Admin\EX01_Registry_Hive.reg", text::wide(&text));
    on.name(name);
}

pub(super) fn run_key_of_user(on: &mut Laying<'_>) {
    let (name, command) = match on.innocent {
        true => (
            "OneDrive",
            r#""C:\Users\h.berg\AppData\Local\Microsoft\OneDrive\OneDrive.exe" /background"#
                .to_owned(),
        ),
        false => run_value(false),
    };
    let keys = on.written(&format!(r"Software\{RUN}"), |key| key.text(name, &command));
    on.aside(r"C:\Users\h.berg\NTUSER.DAT", hive(&keys));
    on.name(name);
}

/// `reg save` of the services, as collectors do it.
pub(super) fn saved_key(on: &mut Laying<'_>) {
    let (name, image) = service_value(on.innocent);
    let web = key("W3SVC", vec![]).text("ImagePath", r"%windir%\system32\svchost.exe -k iissvcs");
    let own = key(name, vec![]).text("ImagePath", image).number("Start", 2);
    let services = key("Services", vec![key("Tcpip", vec![]), web, own.written(filetime(on.at))]);
    on.aside(r"C:\Admin\Services_Registry_Hive.hiv", hive(&services));
    on.name(name);
}

pub(super) fn image_hijack(on: &mut Laying<'_>) {
    let (name, debugger) = if on.innocent {
        ("taskmgr.exe", r#""C:\Program Files\Sysinternals\procexp64.exe""#)
    } else {
        ("sethc.exe", r"C:\Windows\System32\cmd.exe")
    };
    let options = r"Microsoft\Windows NT\CurrentVersion\Image File Execution Options";
    on.key_at(Hive::Software, &format!(r"{options}\{name}"), |key| key.text("Debugger", debugger));
    on.name(name);
}

pub(super) fn lsa_package(on: &mut Laying<'_>) {
    let mut packages = vec!["kerberos", "msv1_0", "schannel", "wdigest", "tspkg", "pku2u"];
    if !on.innocent {
        packages.push("mimilib");
    }
    on.key_at(Hive::System, &format!(r"{CONTROL}\Lsa"), |key| {
        key.list("Security Packages", &packages)
            .list("Notification Packages", &["scecli", "rassfm"])
    });
    on.name("mimilib");
}

pub(super) fn wdigest(on: &mut Laying<'_>) {
    let value = u32::from(!on.innocent);
    let path = format!(r"{CONTROL}\SecurityProviders\WDigest");
    on.key_at(Hive::System, &path, |key| key.number("UseLogonCredential", value));
    on.name("UseLogonCredential");
    on.name("WDigest");
}

pub(super) fn appinit(on: &mut Laying<'_>) {
    let library = if on.innocent { "" } else { r"C:\Users\Public\hook.dll" };
    let load = u32::from(!on.innocent);
    on.key_at(Hive::Software, r"Microsoft\Windows NT\CurrentVersion\Windows", |key| {
        key.text("AppInit_DLLs", library)
            .number("LoadAppInit_DLLs", load)
            .number("RequireSignedAppInit_DLLs", 0)
    });
    on.name(r"C:\Users\Public\hook.dll");
}

pub(super) fn defender_exclusion(on: &mut Laying<'_>) {
    let folders = if on.innocent {
        vec![
            on.exchange("Mailbox"),
            on.exchange(r"TransportRoles\Data\Queue"),
            on.exchange(r"ClientAccess\OAB"),
        ]
    } else {
        vec![r"C:\inetpub\wwwroot".to_owned(), r"C:\ProgramData".to_owned()]
    };
    on.key_at(Hive::Software, r"Microsoft\Windows Defender\Exclusions\Paths", |key| {
        folders.iter().fold(key, |key, folder| key.number(folder, 0))
    });
    for folder in &folders {
        on.name(folder);
    }
}

pub(super) fn remote_desktop(on: &mut Laying<'_>) {
    let (port, authentication) = if on.innocent { (3389, 1) } else { (53_389, 0) };
    on.key_at(Hive::System, TERMINAL, |key| key.number("fDenyTSConnections", 0));
    on.key_at(Hive::System, &format!(r"{TERMINAL}\WinStations\RDP-Tcp"), |key| {
        key.number("PortNumber", port)
            .number("UserAuthentication", authentication)
            .number("SecurityLayer", 2)
    });
    on.name("RDP-Tcp");
    on.name("Terminal Server");
    on.name("Remote Desktop");
    on.name("53389");
}

/// The scheduler's own list; without a security descriptor no tool of Windows shows a task
/// (Tarrask, 2022).
pub(super) fn hidden_task(on: &mut Laying<'_>) {
    let (name, id, program) = if on.innocent {
        (
            "ExampleUpdater",
            "{2D4FBB55-8E3F-4B6F-9A52-6C1C8E0D4A10}",
            r"C:\Program Files\Example Monitoring\update.exe",
        )
    } else {
        (
            "WinNetCheck",
            "{0A8B3C71-5D0E-4F92-8B57-9A1C2E6D7F01}",
            r"C:\Users\Public\Libraries\wnc.exe",
        )
    };
    let cache = r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache";
    let mut action = vec![3, 0];
    action.extend(8_u32.to_le_bytes());
    action.extend("Author\0\0".encode_utf16().take(4).flat_map(u16::to_le_bytes));
    action.extend([0x66, 0x66, 0, 0, 0, 0]);
    action.extend(program.encode_utf16().flat_map(u16::to_le_bytes));
    on.key_at(Hive::Software, &format!(r"{cache}\Tasks\{id}"), |key| {
        key.text("Path", &format!(r"\{name}")).value("Actions", 3, action)
    });
    let innocent = on.innocent;
    on.key_at(Hive::Software, &format!(r"{cache}\Tree\{name}"), |key| {
        let key = key.text("Id", id);
        if innocent { key.value("SD", 3, vec![1, 0, 4, 0x80, 0, 0, 0, 0]) } else { key }
    });
    on.name(name);
}

/// A user's fixed values: when the password was set, the number, the flags.
fn fixed(rid: u32, flags: u16, set: u64) -> Vec<u8> {
    let mut value = vec![0_u8; 80];
    value[..2].copy_from_slice(&3_u16.to_le_bytes());
    value[24..32].copy_from_slice(&set.to_le_bytes());
    value[48..52].copy_from_slice(&rid.to_le_bytes());
    value[56..58].copy_from_slice(&flags.to_le_bytes());
    value
}

/// Members of a group, by the numbers of this machine's accounts.
fn members(rids: &[u32]) -> Vec<u8> {
    let mut value = vec![0_u8; 0x34];
    value[48] = rids.len() as u8;
    for rid in rids {
        value.extend([1, 5, 0, 0, 0, 0, 0, 5]);
        for part in [21_u32, 1_004_336_348, 1_177_238_915, 682_003_330, *rid] {
            value.extend(part.to_le_bytes());
        }
    }
    value
}

/// Flags of the SAM: a normal account, a disabled one.
const NORMAL: u16 = 0x0010;
const DISABLED: u16 = 0x0001;

/// Accounts of the machine: name, number, number it acts as, flags; and who is an administrator.
fn accounts(on: &mut Laying<'_>, users: &[(&str, u32, u32, u16)], administrators: &[u32]) {
    let came = filetime(on.at);
    let mut names = Vec::new();
    let mut below = Vec::new();
    for (name, rid, acts_as, flags) in users {
        names.push(key(name, vec![]).value("", *rid, vec![]).written(came));
        let own = key(&format!("{rid:08X}"), vec![]);
        below.push(own.value("F", 3, fixed(*acts_as, *flags, came)).written(came));
    }
    below.push(key("Names", names));
    let account = key("Account", vec![key("Users", below)]);
    let group = key("00000220", vec![]).value("C", 3, members(administrators));
    let builtin = key("Builtin", vec![key("Aliases", vec![group])]);
    let keys = key("ROOT", vec![key("SAM", vec![key("Domains", vec![account, builtin])])]);
    on.disk.registry(Hive::Sam, keys);
}

/// The account that Windows makes and every server has.
const BUILT_IN: (&str, u32, u32, u16) = ("Administrator", 500, 500, NORMAL);

pub(super) fn local_account(on: &mut Laying<'_>) {
    if on.innocent {
        let guest = ("Guest", 501, 501, NORMAL | DISABLED);
        let own = [
            BUILT_IN,
            guest,
            ("svc-example", 1_001, 1_001, NORMAL),
            ("itadmin", 1_003, 1_003, NORMAL),
        ];
        accounts(on, &own, &[500, 1_003]);
        on.name("svc-example");
        return;
    }
    // Acts as the administrator by its number, and is in the group besides.
    accounts(on, &[BUILT_IN, ("support$", 1_002, 500, NORMAL)], &[500, 1_002]);
    on.name("support$");
}

pub(super) fn stock_account(on: &mut Laying<'_>) {
    let name = "DefaultAccount";
    if on.innocent {
        accounts(on, &[BUILT_IN, (name, 503, 503, NORMAL | DISABLED)], &[500]);
    } else {
        accounts(on, &[BUILT_IN, (name, 503, 503, NORMAL)], &[500, 503]);
    }
    on.name(name);
}

pub(super) fn remote_sign_in(on: &mut Laying<'_>) {
    let value = u32::from(on.innocent);
    on.key_at(Hive::System, &format!(r"{CONTROL}\Lsa"), |key| {
        key.number("DisableRestrictedAdmin", value)
    });
    on.name("DisableRestrictedAdmin");
}

pub(super) fn port_proxy(on: &mut Laying<'_>) {
    let innocent = on.innocent;
    on.key_at(Hive::System, r"ControlSet001\Services\PortProxy\v4tov4\tcp", |key| {
        if innocent { key } else { key.text("0.0.0.0/8443", "10.20.1.12/3389") }
    });
    on.name("10.20.1.12/3389");
}

const FIREWALL: &str = r"ControlSet001\Services\SharedAccess\Parameters\FirewallPolicy";

/// A rule of the firewall as the registry keeps it, inbound and allowing.
pub(super) fn rule(port: &str, program: &str, name: &str) -> String {
    format!(
        "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort={port}|App={program}|Name={name}|"
    )
}

pub(super) fn firewall_rule(on: &mut Laying<'_>) {
    let transport = on.exchange(r"Bin\MSExchangeTransport.exe");
    let (port, program, name) = if on.innocent {
        ("10050", r"C:\Program Files\Example Monitoring\agent.exe", "Example Monitoring")
    } else {
        ("8443", r"C:\Users\Public\Music\netupd.exe", "Web Management")
    };
    on.key_at(Hive::System, &format!(r"{FIREWALL}\FirewallRules"), |key| {
        key.text("MSExchangeTransport", &rule("25", &transport, "MSExchangeTransport (TCP-In)"))
            .text("{7C2E}", &rule(port, program, name))
    });
    on.name(name);
}

pub(super) fn firewall_off(on: &mut Laying<'_>) {
    let value = u32::from(on.innocent);
    on.key_at(Hive::System, &format!(r"{FIREWALL}\DomainProfile"), |key| {
        key.number("EnableFirewall", value)
    });
    on.name("DomainProfile");
}

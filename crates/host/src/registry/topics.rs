//! Keys that matter by themselves, as tables: the whole key as one fact, or each value as one.

use crate::{FactKind, Sink};

use super::{Tree, fact_of};

/// Keys whose values together are one fact: topic, path, the values asked for (none: all that
/// are not raw bytes).
const WHOLE: &[(&str, &str, &[&str])] = &[
    ("exchange-setup", "SOFTWARE\\Microsoft\\ExchangeServer\\v15\\Setup", &[]),
    ("exchange-setup", "SOFTWARE\\Microsoft\\ExchangeServer\\v14\\Setup", &[]),
    ("inetstp", "SOFTWARE\\Microsoft\\InetStp", &[]),
    // What the mitigation tool did last, and when by the server's own clock: each stage's last
    // message after 1 (success) or 0.
    ("msert-bootstrap", "SOFTWARE\\MSERTBootstrap\\PatchState", &[]),
    ("url-rewrite", "SOFTWARE\\Microsoft\\IIS Extensions\\URL Rewrite", &[]),
    ("removal-tool", "SOFTWARE\\Microsoft\\RemovalTools\\MRT", &[]),
    (
        "windows",
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion",
        &["ProductName", "CurrentBuild", "CurrentBuildNumber", "UBR", "CurrentVersion"],
    ),
    (
        "computer-name",
        "SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName",
        &["ComputerName"],
    ),
    (
        "time-zone",
        "SYSTEM\\CurrentControlSet\\Control\\TimeZoneInformation",
        &["TimeZoneKeyName", "Bias", "ActiveTimeBias"],
    ),
    (
        "wdigest",
        "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\WDigest",
        &["UseLogonCredential", "Negotiate"],
    ),
    (
        "lsa",
        "SYSTEM\\CurrentControlSet\\Control\\Lsa",
        &[
            "Security Packages",
            "Authentication Packages",
            "Notification Packages",
            "RunAsPPL",
            "DisableRestrictedAdmin",
            "LmCompatibilityLevel",
            "LimitBlankPasswordUse",
            "NoLMHash",
            "forceguest",
            "everyoneincludesanonymous",
        ],
    ),
    ("lsa", "SYSTEM\\CurrentControlSet\\Control\\Lsa\\OSConfig", &["Security Packages"]),
    (
        "security-providers",
        "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders",
        &["SecurityProviders"],
    ),
    (
        "session-manager",
        "SYSTEM\\CurrentControlSet\\Control\\Session Manager",
        &["BootExecute", "SetupExecute", "PendingFileRenameOperations"],
    ),
    (
        "terminal-server",
        "SYSTEM\\CurrentControlSet\\Control\\Terminal Server",
        &["fDenyTSConnections", "fSingleSessionPerUser", "AllowRemoteRPC"],
    ),
    (
        "rdp-tcp",
        "SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp",
        &[
            "PortNumber",
            "UserAuthentication",
            "SecurityLayer",
            "fInheritShadow",
            "Shadow",
            "InitialProgram",
            "fInheritInitialProgram",
        ],
    ),
    (
        "terminal-server",
        "SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services",
        &["fDenyTSConnections", "Shadow", "UserAuthentication", "InitialProgram"],
    ),
    ("lsa", "SYSTEM\\CurrentControlSet\\Control\\LsaExtensionConfig\\LsaSrv", &["Extensions"]),
    (
        "appinit",
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Windows",
        &["AppInit_DLLs", "LoadAppInit_DLLs", "RequireSignedAppInit_DLLs"],
    ),
    (
        "appinit",
        "SOFTWARE\\Wow6432Node\\Microsoft\\Windows NT\\CurrentVersion\\Windows",
        &["AppInit_DLLs", "LoadAppInit_DLLs", "RequireSignedAppInit_DLLs"],
    ),
    (
        "winlogon",
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon",
        &[
            "Shell",
            "Userinit",
            "Taskman",
            "GinaDLL",
            "AppSetup",
            "AutoAdminLogon",
            "DefaultUserName",
        ],
    ),
    (
        "logon-policy",
        "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\System",
        &["EnableLUA", "LocalAccountTokenFilterPolicy", "Shell"],
    ),
    ("defender", "SOFTWARE\\Microsoft\\Windows Defender", DEFENDER),
    ("defender", "SOFTWARE\\Policies\\Microsoft\\Windows Defender", DEFENDER),
    ("defender", "SOFTWARE\\Microsoft\\Windows Defender\\Real-Time Protection", DEFENDER),
    ("defender", "SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Real-Time Protection", DEFENDER),
    (
        "powershell-logging",
        "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell\\ScriptBlockLogging",
        &[],
    ),
    (
        "powershell-logging",
        "SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell\\Transcription",
        &[],
    ),
    (
        "firewall-profile",
        "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\DomainProfile",
        FIREWALL,
    ),
    (
        "firewall-profile",
        "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\StandardProfile",
        FIREWALL,
    ),
    (
        "firewall-profile",
        "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\PublicProfile",
        FIREWALL,
    ),
    ("command-processor", "SOFTWARE\\Microsoft\\Command Processor", &["AutoRun"]),
    ("command-processor", "USER\\Software\\Microsoft\\Command Processor", &["AutoRun"]),
    ("screensaver", "USER\\Control Panel\\Desktop", &["SCRNSAVE.EXE"]),
    (
        "user-logon",
        "USER\\Environment",
        &["UserInitMprLogonScript", "COR_PROFILER", "COR_PROFILER_PATH", "COR_ENABLE_PROFILING"],
    ),
    (
        "user-logon",
        "USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows",
        &["Load", "Run"],
    ),
    (
        "user-logon",
        "USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon",
        &["Shell", "Userinit"],
    ),
];

const DEFENDER: &[&str] = &[
    "DisableAntiSpyware",
    "DisableAntiVirus",
    "DisableRealtimeMonitoring",
    "DisableBehaviorMonitoring",
    "DisableOnAccessProtection",
    "DisableScanOnRealtimeEnable",
    "DisableIOAVProtection",
    "ServiceKeepAlive",
    "TamperProtection",
];

const FIREWALL: &[&str] = &["EnableFirewall", "DefaultInboundAction", "DisableNotifications"];

/// Keys each of whose values is a fact: topic, path.
const EACH: &[(&str, &str)] = &[
    ("run", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run"),
    ("run", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnce"),
    ("run", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunOnceEx"),
    ("run", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\RunServices"),
    ("run", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer\\Run"),
    ("run", "SOFTWARE\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\Run"),
    ("run", "SOFTWARE\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\RunOnce"),
    ("run", "USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"),
    ("run", "USER\\Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce"),
    ("run", "USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Policies\\Explorer\\Run"),
    ("av-exclusion", "SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths"),
    ("av-exclusion", "SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Extensions"),
    ("av-exclusion", "SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Processes"),
    ("av-exclusion", "SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\IpAddresses"),
    ("av-exclusion", "SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Exclusions\\Paths"),
    ("av-exclusion", "SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Exclusions\\Extensions"),
    ("av-exclusion", "SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Exclusions\\Processes"),
    ("av-exclusion", "SOFTWARE\\Microsoft\\Microsoft Antimalware\\Exclusions\\Paths"),
    ("av-exclusion", "SOFTWARE\\Microsoft\\Microsoft Antimalware\\Exclusions\\Extensions"),
    ("av-exclusion", "SOFTWARE\\Microsoft\\Microsoft Antimalware\\Exclusions\\Processes"),
    ("appcert", "SYSTEM\\CurrentControlSet\\Control\\Session Manager\\AppCertDlls"),
    ("environment", "SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment"),
    ("netsh-helper", "SOFTWARE\\Microsoft\\NetSh"),
    (
        "hidden-account",
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\SpecialAccounts\\UserList",
    ),
    ("port-proxy", "SYSTEM\\CurrentControlSet\\Services\\PortProxy\\v4tov4\\tcp"),
    ("port-proxy", "SYSTEM\\CurrentControlSet\\Services\\PortProxy\\v4tov6\\tcp"),
];

/// Where the firewall keeps its rules, one value each.
const FIREWALL_RULES: [&str; 2] = [
    "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules",
    "SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\FirewallRules",
];

/// The build that Exchange's set-up key tells in four numbers.
fn build_of(fact: &crate::Fact) -> Option<String> {
    let parts = ["MsiProductMajor", "MsiProductMinor", "MsiBuildMajor", "MsiBuildMinor"];
    let told: Option<Vec<&str>> = parts.iter().map(|name| fact.value(name)).collect();
    told.map(|told| told.join("."))
}

/// Pushes the facts of both tables and the firewall's rules.
pub(super) fn push<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    for (topic, path, names) in WHOLE {
        let Some(node) = tree.find(path) else { continue };
        let mut fact = fact_of(FactKind::Registry, topic, path, &node);
        let bare = fact.fields.len();
        for value in tree.values(&node.inner) {
            let asked = names.iter().any(|name| name.eq_ignore_ascii_case(&value.name));
            if asked || (names.is_empty() && value.bytes().is_none()) {
                let text = value.text();
                fact.push(value.name, text);
            }
        }
        if fact.fields.len() > bare {
            let build = build_of(&fact);
            sink.fact(fact.with_some("build", build));
        }
    }
    for (topic, path) in EACH {
        let Some(node) = tree.find(path) else { continue };
        for value in tree.values(&node.inner) {
            let data = value.text();
            sink.fact(
                fact_of(FactKind::Registry, topic, path, &node)
                    .with("name", value.name)
                    .with("data", data),
            );
        }
    }
    for path in FIREWALL_RULES {
        let Some(node) = tree.find(path) else { continue };
        for value in tree.values(&node.inner) {
            let fact = fact_of(FactKind::Firewall, "firewall-rule", path, &node);
            let text = value.text();
            sink.fact(crate::firewall::registry_rule(fact, &value.name, &text));
        }
    }
}

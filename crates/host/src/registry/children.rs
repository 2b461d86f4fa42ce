//! Lists of keys: services, image hijacks, installed programs and patches, the task cache, code
//! that Windows loads by a class's name.

use model::{GapReason, Timestamp};

use crate::hive::Value;
use crate::time::filetime_at;
use crate::{Fact, FactKind, Sink};

use super::{Node, Tree, bounded, fact_of};

const SERVICES: &str = "SYSTEM\\CurrentControlSet\\Services";
const TASK_CACHE: &str = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\TaskCache";
const INSTALLER: &str = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer\\UserData";

/// Deepest folder of tasks followed; Windows' own are at most 6 deep.
const DEEPEST_TASK: usize = 32;

/// Lists where a child counts only if it has one of these values: topic, path, values.
const IF_SET: &[(&str, &str, &[&str])] = &[
    (
        "image-hijack",
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options",
        &["Debugger", "VerifierDlls"],
    ),
    (
        "image-hijack",
        "SOFTWARE\\Wow6432Node\\Microsoft\\Windows NT\\CurrentVersion\\Image File Execution Options",
        &["Debugger", "VerifierDlls"],
    ),
    (
        "silent-exit",
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\SilentProcessExit",
        &["MonitorProcess"],
    ),
    (
        "winlogon-notify",
        "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Notify",
        &["DllName"],
    ),
    (
        "print-processor",
        "SYSTEM\\CurrentControlSet\\Control\\Print\\Environments\\Windows x64\\Print Processors",
        &["Driver"],
    ),
    ("print-monitor", "SYSTEM\\CurrentControlSet\\Control\\Print\\Monitors", &["Driver"]),
    ("time-provider", "SYSTEM\\CurrentControlSet\\Services\\W32Time\\TimeProviders", &["DllName"]),
    ("active-setup", "SOFTWARE\\Microsoft\\Active Setup\\Installed Components", &["StubPath"]),
    ("uninstall", "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall", &["DisplayName"]),
    (
        "uninstall",
        "SOFTWARE\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall",
        &["DisplayName"],
    ),
];

/// Values that a listed child is described with, where it has them.
const DESCRIBING: &[&str] = &[
    "Debugger",
    "GlobalFlag",
    "VerifierDlls",
    "MonitorProcess",
    "Driver",
    "DllName",
    "StubPath",
    "DisplayName",
    "DisplayVersion",
    "Publisher",
    "InstallDate",
    "InstallLocation",
    "InstallSource",
    "ReleaseType",
    "ParentDisplayName",
    "UninstallString",
];

/// Values that an installed product is described with.
const PRODUCT: &[&str] = &[
    "DisplayName",
    "DisplayVersion",
    "Publisher",
    "InstallDate",
    "InstallLocation",
    "InstallSource",
    "LocalPackage",
];

/// Makers of malware scanners whose exclusions stand somewhere below their own key.
const SCANNER_KEYS: [&str; 14] = [
    "SOFTWARE\\Symantec",
    "SOFTWARE\\Wow6432Node\\Symantec",
    "SOFTWARE\\McAfee",
    "SOFTWARE\\Wow6432Node\\McAfee",
    "SOFTWARE\\TrendMicro",
    "SOFTWARE\\Wow6432Node\\TrendMicro",
    "SOFTWARE\\Sophos",
    "SOFTWARE\\Wow6432Node\\Sophos",
    "SOFTWARE\\KasperskyLab",
    "SOFTWARE\\Wow6432Node\\KasperskyLab",
    "SOFTWARE\\ESET",
    "SOFTWARE\\F-Secure",
    "SOFTWARE\\Wow6432Node\\F-Secure",
    "SOFTWARE\\Bitdefender",
];

/// Deepest key below a scanner's that is looked at.
const DEEPEST_EXCLUSION: usize = 10;

/// Pushes the facts of all lists.
pub(super) fn push<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    services(tree, sink);
    for (topic, path, names) in IF_SET {
        for node in list(tree, path, sink) {
            let values = tree.values(&node.inner);
            let has =
                |name: &&str| values.iter().any(|value| value.name.eq_ignore_ascii_case(name));
            if names.iter().any(has) {
                let fact =
                    fact_of(FactKind::Registry, topic, path, &node).with("name", &*node.name);
                sink.fact(described(fact, &values, DESCRIBING));
            }
        }
    }
    patches(tree, sink);
    task_cache(tree, sink);
    class_lists(tree, sink);
    for path in SCANNER_KEYS {
        if let Some(node) = tree.find(path) {
            exclusions(tree, path, &node, false, 0, sink);
        }
    }
}

fn list<T: Tree>(tree: &T, path: &str, sink: &mut dyn Sink) -> Vec<Node<T::Inner>> {
    tree.find(path).map(|node| bounded(tree, &node, sink)).unwrap_or_default()
}

fn too_deep<N>(node: &Node<N>, sink: &mut dyn Sink) {
    let detail = "registry keys below this one lie too deep to be followed".to_owned();
    sink.gap(node.locator.clone(), GapReason::TooLarge, detail, 1, 0);
}

fn described(mut fact: Fact, values: &[Value], names: &[&'static str]) -> Fact {
    for name in names {
        if let Some(value) = values.iter().find(|value| value.name.eq_ignore_ascii_case(name)) {
            fact.push(*name, value.text());
        }
    }
    fact
}

fn services<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    for node in list(tree, SERVICES, sink) {
        let values = tree.values(&node.inner);
        let mut fact = described(
            fact_of(FactKind::Service, "service", SERVICES, &node).with("name", &*node.name),
            &values,
            &[
                "ImagePath",
                "Start",
                "Type",
                "ObjectName",
                "DisplayName",
                "Description",
                "FailureCommand",
                "Environment",
                "ServiceDll",
            ],
        );
        if let Some(parameters) = tree.child(&node.inner, "Parameters") {
            let values = tree.values(&parameters.inner);
            // AppDirectory and Application: a program run as a service by a wrapper (nssm).
            let names =
                ["ServiceDll", "ServiceMain", "Application", "AppParameters", "AppDirectory"];
            fact = described(fact, &values, &names);
        }
        // A key with no value is a container (performance counters, protocol settings).
        if fact.value("ImagePath").is_some() || fact.value("ServiceDll").is_some() {
            sink.fact(fact);
        }
    }
}

/// Products that the installer installed, and patches that it applied, each with the product it
/// patched: how a security update of Exchange shows in the registry.
fn patches<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    for user in list(tree, INSTALLER, sink) {
        let Some(products) = tree.child(&user.inner, "Products") else { continue };
        for product in bounded(tree, &products, sink) {
            let node = tree.child(&product.inner, "InstallProperties");
            let properties = node.as_ref().map(|node| tree.values(&node.inner)).unwrap_or_default();
            if let Some(node) = &node {
                let fact = fact_of(FactKind::Registry, "msi-product", INSTALLER, node)
                    .with("name", &*product.name);
                sink.fact(described(fact, &properties, PRODUCT));
            }
            let Some(patches) = tree.child(&product.inner, "Patches") else { continue };
            let of_product = |name: &str| {
                properties
                    .iter()
                    .find(|value| value.name.eq_ignore_ascii_case(name))
                    .map(Value::text)
            };
            for patch in bounded(tree, &patches, sink) {
                let values = tree.values(&patch.inner);
                let fact = fact_of(FactKind::Registry, "msi-patch", INSTALLER, &patch)
                    .with("name", &*patch.name)
                    .with_some("product", of_product("DisplayName"))
                    .with_some("productVersion", of_product("DisplayVersion"));
                let names = ["DisplayName", "Installed", "State", "MoreInfoURL", "PatchType"];
                sink.fact(described(fact, &values, &names));
            }
        }
    }
}

/// The scheduler's own list. A task whose tree entry has no security descriptor (`hasSd`) is
/// hidden from every tool (<https://www.microsoft.com/security/blog/2022/04/12/tarrask-malware-uses-scheduled-tasks-for-defense-evasion/>).
fn task_cache<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    let Some(cache) = tree.find(TASK_CACHE) else { return };
    if let Some(tasks) = tree.child(&cache.inner, "Tasks") {
        for node in bounded(tree, &tasks, sink) {
            let values = tree.values(&node.inner);
            let mut fact =
                fact_of(FactKind::Task, "task-cache", TASK_CACHE, &node).with("id", &*node.name);
            fact = described(
                fact,
                &values,
                &["Path", "URI", "Author", "Date", "Description", "Source"],
            );
            for value in &values {
                let Some(bytes) = value.bytes() else { continue };
                if value.name.eq_ignore_ascii_case("Actions") {
                    for text in wide_strings(bytes) {
                        fact.push("action", text);
                    }
                } else if value.name.eq_ignore_ascii_case("DynamicInfo") {
                    // Version, then registered and last run, as FILETIME.
                    fact = with_time(fact, "registered", filetime_at(bytes, 4));
                    fact = with_time(fact, "lastRun", filetime_at(bytes, 12));
                }
            }
            sink.fact(fact);
        }
    }
    if let Some(root) = tree.child(&cache.inner, "Tree") {
        task_tree(tree, &root, "", 0, sink);
    }
}

fn task_tree<T: Tree>(
    tree: &T,
    node: &Node<T::Inner>,
    path: &str,
    depth: usize,
    sink: &mut dyn Sink,
) {
    if depth > DEEPEST_TASK {
        return too_deep(node, sink);
    }
    for child in bounded(tree, node, sink) {
        let own = format!("{path}\\{}", child.name);
        let values = tree.values(&child.inner);
        let is = |name: &str| values.iter().find(|value| value.name.eq_ignore_ascii_case(name));
        if let Some(id) = is("Id") {
            let fact = fact_of(FactKind::Task, "task-tree", TASK_CACHE, &child)
                .with("name", own.as_str())
                .with("id", id.text())
                .with("hasSd", is("SD").is_some().to_string())
                .with_some("index", is("Index").map(Value::text));
            sink.fact(fact);
        }
        task_tree(tree, &child, &own, depth + 1, sink);
    }
}

/// Lists whose children are class names: the scanners that scripts are shown to, and who sees
/// passwords at logon.
fn class_lists<T: Tree>(tree: &T, sink: &mut dyn Sink) {
    for (topic, path) in [
        ("amsi-provider", "SOFTWARE\\Microsoft\\AMSI\\Providers"),
        (
            "credential-provider",
            "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Authentication\\Credential Providers",
        ),
    ] {
        for node in list(tree, path, sink) {
            let class = format!("SOFTWARE\\Classes\\CLSID\\{}\\InprocServer32", node.name);
            let server = tree.find(&class).map(|class| tree.values(&class.inner));
            let server = server
                .and_then(|values| values.into_iter().find(|value| value.name.is_empty()))
                .map(|value| value.text());
            let fact = fact_of(FactKind::Registry, topic, path, &node)
                .with("name", &*node.name)
                .with_some("server", server);
            sink.fact(fact);
        }
    }
    for node in list(tree, "SYSTEM\\CurrentControlSet\\Control\\NetworkProvider\\Order", sink) {
        let fact = fact_of(FactKind::Registry, "network-provider", "", &node);
        sink.fact(fact.with("name", &*node.name));
    }
}

/// Values below a key that is called an exclusion.
fn exclusions<T: Tree>(
    tree: &T,
    path: &str,
    node: &Node<T::Inner>,
    inside: bool,
    depth: usize,
    sink: &mut dyn Sink,
) {
    if depth > DEEPEST_EXCLUSION {
        return too_deep(node, sink);
    }
    if inside {
        for value in tree.values(&node.inner) {
            let data = value.text();
            sink.fact(
                fact_of(FactKind::Registry, "av-exclusion", path, node)
                    .with("name", value.name)
                    .with("data", data),
            );
        }
    }
    for child in bounded(tree, node, sink) {
        let name = child.name.to_lowercase();
        let inside = inside || name.contains("exclu") || name.contains("whitelist");
        let path = format!("{path}\\{}", child.name);
        exclusions(tree, &path, &child, inside, depth + 1, sink);
    }
}

fn with_time(fact: Fact, name: &'static str, time: Option<Timestamp>) -> Fact {
    fact.with_some(name, time.map(|time| time.to_string()))
}

/// UTF-16 strings of four characters or more inside binary data.
fn wide_strings(bytes: &[u8]) -> Vec<String> {
    const SHORTEST: usize = 4;
    let mut found = Vec::new();
    let mut run = String::new();
    // Strings stand at even offsets of the structure, whose version takes two bytes.
    for unit in bytes.as_chunks::<2>().0 {
        match char::from_u32(u32::from(u16::from_le_bytes(*unit))) {
            Some(char) if !char.is_control() => run.push(char),
            _ => {
                if run.chars().count() >= SHORTEST {
                    found.push(std::mem::take(&mut run));
                }
                run.clear();
            }
        }
    }
    if run.chars().count() >= SHORTEST {
        found.push(run);
    }
    found
}

//! Native modules, ISAPI filters and managed modules: what IIS and Exchange ship, and where the
//! others lie.

use model::{Record, WinPath};

use super::iis::MODULE;
use super::place::{Place, place, plain};
use super::{Grade, Means, Shown};
use crate::common::{field, typed};

/// Files in `System32\inetsrv` that IIS and its own extensions register
/// (<https://learn.microsoft.com/iis/get-started/introduction-to-iis/iis-modules-overview>; the
/// 33 modules of real Exchange servers in CSS-Exchange's test data).
const OF_IIS: [&str; 45] = [
    "asp.dll",
    "authanon.dll",
    "authbas.dll",
    "authcert.dll",
    "authmap.dll",
    "authmd5.dll",
    "authsspi.dll",
    "cachfile.dll",
    "cachhttp.dll",
    "cachtokn.dll",
    "cachuri.dll",
    "cgi.dll",
    "compdyn.dll",
    "compstat.dll",
    "custerr.dll",
    "defdoc.dll",
    "diprestr.dll",
    "dirlist.dll",
    "filter.dll",
    "iis_ssi.dll",
    "iiscors.dll",
    "iisetw.dll",
    "iisfcgi.dll",
    "iisfreb.dll",
    "iisreqs.dll",
    "iiswsock.dll",
    "iprestr.dll",
    "isapi.dll",
    "logcust.dll",
    "loghttp.dll",
    "modrqflt.dll",
    "protsup.dll",
    "redirect.dll",
    "rewrite.dll",
    "static.dll",
    "urlauthz.dll",
    "validcfg.dll",
    "warmup.dll",
    "webdav.dll",
    "webdav_simple_lock.dll",
    "webdav_simple_prop.dll",
    "aspnetcore.dll",
    "aspnetcorev2.dll",
    "requestrouter.dll",
    "ecache.dll",
];

/// Files elsewhere that Windows, .NET and Exchange register, by the end of their paths.
const ELSEWHERE: [&str; 12] = [
    "system32\\rpcproxy\\rpcproxy.dll",
    "system32\\rpcproxy\\rpcproxyshim.dll",
    "system32\\wsmsvc.dll",
    "bin\\kerbauth.dll",
    "clientaccess\\owa\\auth\\exppw.dll",
    "clientaccess\\owa\\auth\\owaauth.dll",
    "frontend\\httpproxy\\bin\\exppw.dll",
    "frontend\\httpproxy\\bin\\owaauth.dll",
    "frontend\\httpproxy\\bin\\airfilter.dll",
    "clientaccess\\sync\\bin\\airfilter.dll",
    "iis\\application request routing\\requestrouter.dll",
    "iis\\asp.net core module\\v2\\aspnetcorev2.dll",
];

/// Files of .NET, in the folder of whichever version.
const OF_DOT_NET: [&str; 4] =
    ["webengine.dll", "webengine4.dll", "aspnet_filter.dll", "aspnet_isapi.dll"];

/// Names that Windows and Exchange give their modules: with another file, a mask.
const NAMES: [&str; 12] = [
    "httploggingmodule",
    "httpcachemodule",
    "defaultdocumentmodule",
    "staticfilemodule",
    "anonymousauthenticationmodule",
    "requestfilteringmodule",
    "passwordexpirymodule",
    "rewritemodule",
    "kerbauth",
    "wsman",
    "exppw",
    "cafe_exppw",
];

/// Public keys that Microsoft signs .NET's and Exchange's assemblies with.
const TOKENS_OF_MICROSOFT: [&str; 4] =
    ["31bf3856ad364e35", "b03f5f7f11d50a3a", "b77a5c561934e089", "89845dcd8080cc91"];

/// Words in the types of modules that were found as back doors: Owowa (Kaspersky, 2021),
/// IIS-Raid, SessionManager (Kaspersky, 2022), GhostContainer (Kaspersky, 2025).
const FOUND_AS_DOORS: [&str; 5] = [
    "extendercontroldesigner",
    "iis-backdoor",
    "iis_backdoor",
    "sessionmanagermodule",
    "app_web_container",
];

/// Whether a native file is one that Windows, .NET, IIS or Exchange ships, where they put it.
pub(super) fn ships(path: &str) -> bool {
    let at = WinPath::new(path);
    let file = at.file_name();
    match place(path) {
        place if place.is_suspect() => false,
        Place::Inetsrv => {
            OF_IIS.contains(&file) && at.parent().is_some_and(|folder| folder.ends_with("inetsrv"))
        }
        Place::Windows if OF_DOT_NET.contains(&file) => at.after("Microsoft.NET").is_some(),
        _ => ELSEWHERE.iter().any(|tail| at.ends_with(tail)),
    }
}

/// A native module or ISAPI filter.
pub(super) fn native(record: &dyn Record, file_field: &str) -> Option<Shown> {
    let name = field(record, "name");
    let path = plain(&field(record, file_field));
    if path.is_empty() {
        let own = NAMES.contains(&&*name.to_lowercase());
        return (!own && !name.is_empty()).then(|| {
            let why = format!("The configuration names {name} without its file.");
            shown(Grade::Look, &name, why, &name, "")
        });
    }
    if ships(&path) {
        // Its file may be another's under the same name.
        let why = format!("The file {path} is where one of Windows or Exchange lies.");
        return Some(shown(Grade::Silent, &path, why, &name, &path));
    }
    let at = place(&path);
    let is_mask = NAMES.contains(&&*name.to_lowercase());
    let grade = match at {
        Place::Reserved | Place::Public => Grade::Certain,
        Place::ProgramFiles | Place::ProgramData | Place::Other => Grade::Look,
        _ if is_mask => Grade::Certain,
        _ if FOUND_AS_DOORS.iter().any(|word| path.contains(word)) => Grade::Certain,
        _ => Grade::Likely,
    };
    let mask = if is_mask { " It bears the name of a module of Windows or Exchange." } else { "" };
    let why = format!("The file {path} lies {} and is none of theirs.{mask}", at.words());
    Some(shown(grade, &path, why, &name, &path))
}

/// A managed module: a .NET type.
pub(super) fn managed(record: &dyn Record) -> Option<Shown> {
    let (name, kind) = (field(record, "name"), field(record, "type"));
    let (grade, why) = judge_type(&kind)?;
    Some(shown(grade, &kind, why, &name, ""))
}

/// What a .NET type in the configuration shows; `None` or [`Grade::Silent`] if it is the
/// framework's or Exchange's.
pub(super) fn judge_type(kind: &str) -> Option<(Grade, String)> {
    let lower = kind.trim().to_lowercase();
    if lower.is_empty() {
        return None;
    }
    if let Some(word) = FOUND_AS_DOORS.iter().find(|word| lower.contains(**word)) {
        return Some((Grade::Certain, format!("\"{word}\" was found as a back door elsewhere.")));
    }
    let mut parts = lower.split(',').map(str::trim);
    let class = parts.next().unwrap_or("");
    let assembly = parts.next().unwrap_or("");
    let token = parts.find_map(|part| part.strip_prefix("publickeytoken="));
    let of_microsoft = ["system.", "microsoft."].iter().any(|root| class.starts_with(root));
    match token {
        _ if assembly.starts_with("app_web_") || assembly.starts_with("app_code") => {
            Some((Grade::Likely, "Its assembly is one that pages are compiled into.".to_owned()))
        }
        Some(token) if of_microsoft && !TOKENS_OF_MICROSOFT.contains(&token) => {
            let why =
                format!("It is named like Microsoft's but signed with another key ({token}).");
            Some((Grade::Likely, why))
        }
        _ if of_microsoft && !assembly.is_empty() && !is_of_microsoft(assembly) => {
            let why = format!("It is named like Microsoft's, and its assembly {assembly} is not.");
            Some((Grade::Likely, why))
        }
        // Its file may be another's under that name.
        _ if of_microsoft && !assembly.is_empty() => {
            Some((Grade::Silent, format!("It is named like one of Microsoft's ({assembly}).")))
        }
        _ if of_microsoft => None,
        Some(_) => Some((Grade::Look, "It is neither .NET's nor Exchange's.".to_owned())),
        None => {
            Some((Grade::Look, "It is neither .NET's nor Exchange's and not signed.".to_owned()))
        }
    }
}

/// Whether an assembly is named as all are that .NET, IIS and Exchange register handlers and
/// modules from (the configurations of real servers in CSS-Exchange's test data); lower-case.
fn is_of_microsoft(assembly: &str) -> bool {
    ["system", "microsoft", "mscorlib", "interop"].iter().any(|start| assembly.starts_with(start))
}

/// A finding on code that IIS runs.
pub(super) fn shown(grade: Grade, object: &str, why: String, name: &str, file: &str) -> Shown {
    let action = match grade {
        Grade::Look => format!("Look at the signature and maker of {object}: whose is it?"),
        _ => format!(
            "Keep a copy of {object}, take it out of the IIS configuration (appcmd uninstall \
             module \"{name}\" or appcmd delete module, for a handler its line in the file \
             named), restart IIS, remove the file",
            name = typed(name, "NAME")
        ),
    };
    Shown {
        rule: &MODULE,
        grade,
        means: Means::Door,
        object: object.to_owned(),
        why,
        action,
        facts: vec![("name", name.to_owned()), ("file", file.to_owned())],
    }
}

//! A folder of the server that was given by itself: `…\\LogFiles\\W3SVC1`, `…\\V15\\Logging`.
//!
//! Then the folders above the source are the only ones that tell where it lay. They are the
//! responder's own, though, so only names that a responder's disk has for no other reason count.

use model::WinPath;

use super::exchange_collector;
use super::volumes::{Drive, EXCHANGE_PAIRS, EXCHANGE_PARENT, drive_of, is_pair};

/// Folders at a volume's root that only a server has.
const SERVER_ROOTS: &[&str] = &["inetpub", "exchangesetuplogs"];

/// Folders below `Windows` that logs and configuration are copied from.
const WINDOWS: &[(&str, &[&str])] = &[("windows", &["system32"])];

/// The path of a source's root from the folders above and including it; `None` if they do not
/// tell. Relative if they tell what it is, but not on which drive.
pub(super) fn root(above: &[&str], drive: char) -> Option<WinPath> {
    let last = above.last()?;
    if above.len() == 1 && last.ends_with(':') {
        return Some(WinPath::new(last));
    }
    let letter = |folder: &str| match drive_of(folder) {
        Some(Drive::Letter(letter)) => Some(letter),
        _ => None,
    };
    let server_root = (0..above.len()).rev().find(|at| {
        let next = above.get(at + 1).copied().unwrap_or("");
        SERVER_ROOTS.iter().any(|known| above[*at].eq_ignore_ascii_case(known))
            || is_pair(above[*at], next, WINDOWS)
    });
    if let Some(at) = server_root {
        let letter = at.checked_sub(1).and_then(|before| letter(above[before])).unwrap_or(drive);
        return Some(on(letter, &above[at..]));
    }
    if let Some(path) = exchange(above, letter) {
        return Some(path);
    }
    if let Some(base) = exchange_collector::base(last) {
        return Some(WinPath::new(&base));
    }
    is_site(last).then(|| WinPath::new(last))
}

/// A root inside an Exchange installation.
fn exchange(above: &[&str], letter: impl Fn(&str) -> Option<char>) -> Option<WinPath> {
    let inside = |at: &usize| {
        let next = above.get(at + 1).copied().unwrap_or("");
        is_pair(above[*at], next, EXCHANGE_PAIRS)
            // The folder itself, given without what lies in it.
            || (*at + 1 == above.len() && above[*at].eq_ignore_ascii_case("transportroles"))
    };
    let tree = (0..above.len()).find(inside)?;
    if let Some((at, letter)) = (0..tree).rev().find_map(|at| Some((at, letter(above[at])?))) {
        return Some(on(letter, &above[at + 1..]));
    }
    let product = above.windows(2).position(|two| is_pair(two[0], two[1], &EXCHANGE_PAIRS[4..]));
    Some(match product {
        Some(at) => WinPath::new(EXCHANGE_PARENT).join(&above[at..].join("\\")),
        None => WinPath::new(&above[tree..].join("\\")),
    })
}

fn on(letter: char, parts: &[&str]) -> WinPath {
    super::join(&format!("{letter}:"), parts)
}

/// `W3SVC` and the number of an IIS site.
fn is_site(folder: &str) -> bool {
    folder.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("w3svc"))
        && folder.len() > 5
        && folder[5..].bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(above: &str, wanted: Option<&str>) {
        let parts: Vec<&str> = above.split('/').collect();
        assert_eq!(root(&parts, 'C').as_ref().map(WinPath::as_str), wanted, "{above}");
    }

    #[test]
    fn folders_of_a_server_are_known_by_those_above() {
        check("cases/1/inetpub/logs/LogFiles/W3SVC1", Some("C:\\inetpub\\logs\\LogFiles\\W3SVC1"));
        check("cases/1/D/inetpub/logs", Some("D:\\inetpub\\logs"));
        check("E:", Some("E:"));
        check("C:/inetpub/logs", Some("C:\\inetpub\\logs"));
        check(
            "cases/Windows/System32/LogFiles/HTTPERR",
            Some("C:\\Windows\\System32\\LogFiles\\HTTPERR"),
        );
        check("cases/E/Ex/Logging/HttpProxy/Ecp", Some("E:\\Ex\\Logging\\HttpProxy\\Ecp"));
        check(
            "cases/Exchange Server/V15/Logging",
            Some("C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging"),
        );
        check("cases/ex01/Logging/HttpProxy", Some("Logging\\HttpProxy"));
        check("cases/W3SVC2", Some("W3SVC2"));
        check(
            "cases/MAIL01/ECP_Proxy_Logs",
            Some("C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Logging\\HttpProxy\\Ecp"),
        );
    }

    #[test]
    fn folders_of_the_responder_are_not_the_servers() {
        for above in ["C:/Users/alice/Desktop/case", "Users/alice/case", "tmp/x", "home/C/case", ""]
        {
            check(above, None);
        }
    }
}

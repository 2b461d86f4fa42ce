//! Alternate data streams in the paths that a page opens: `logo.png:a.asp` is code that no listing
//! of a folder shows. The syntax is in
//! <https://learn.microsoft.com/windows/win32/fileio/file-streams>.

/// Weight of code that is kept in a stream: no product does it.
pub(crate) const CODE_IN_STREAM: u16 = 85;

/// Extensions of what is run, read as code or loaded.
const CODE: &[&str] = &[
    "asp", "aspx", "ashx", "asmx", "ascx", "asa", "asax", "cer", "cdx", "inc", "cs", "vb", "js",
    "vbs", "dll", "exe", "ps1", "bat", "cmd", "xsl", "xslt", "config",
];

/// Calls that open the file whose path they are given, in lower case.
const OPENERS: &[&str] = &[
    "createinstancefrom",
    "createinstancefromvirtualpath",
    "execute",
    "filestream",
    "getcompiledtype",
    "load",
    "loadcontrol",
    "loadfile",
    "loadfrom",
    "loadfromfile",
    "mappath",
    "open",
    "openread",
    "opentextfile",
    "readallbytes",
    "readalllines",
    "readalltext",
    "start",
    "streamreader",
    "transfer",
    "unsafeloadfrom",
];

/// Whether a call of this name opens what it is given.
pub(crate) fn opens(call: &str) -> bool {
    OPENERS.contains(&call)
}

/// Whether a path leads into a stream: of a file, `logo.png:a`, or of a folder, `img:a.asp`. Drives,
/// ports and schemes of addresses have a colon too.
pub(crate) fn is_stream(path: &str) -> bool {
    if path.contains("://") {
        return false;
    }
    path.split(['\\', '/']).any(|part| {
        let Some((owner, stream)) = part.split_once(':') else { return false };
        let plain = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.$:~()".contains(&byte))
        };
        let extension = |name: &str| {
            let (_, extension) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
            (1..=6).contains(&extension.len()).then(|| extension.to_ascii_lowercase())
        };
        let is_code = |name: &str| extension(name).is_some_and(|own| CODE.contains(&own.as_str()));
        let port = stream.bytes().all(|byte| byte.is_ascii_digit());
        owner.len() > 1
            && plain(owner)
            && plain(stream)
            && !port
            && (stream.starts_with(":$") || is_code(stream) || extension(owner).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_told_from_drives_ports_and_addresses() {
        let streams = [
            "logo.png:a.asp",
            "iisstart.htm:x",
            "..\\img\\logo.png:a.dll",
            "images:a.aspx",
            "images::$INDEX_ALLOCATION\\a.asp",
            "C:\\inetpub\\wwwroot\\iisstart.htm:x.dll",
            "page.aspx::$DATA",
        ];
        for path in streams {
            assert!(is_stream(path), "{path}");
        }
        let others = [
            "C:\\inetpub\\wwwroot\\a.aspx",
            "c:a.aspx",
            "http://mail.example:8080/a.aspx",
            "mail.example.org:443",
            "mailto:a@b.example",
            "logon.aspx: no such user",
            "~/auth/logon.aspx",
            "urn:a.b",
            "",
            ":",
        ];
        for path in others {
            assert!(!is_stream(path), "{path}");
        }
    }
}

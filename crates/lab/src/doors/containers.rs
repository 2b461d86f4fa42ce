//! Web shells inside something else: pictures, mail exports, certificate requests, lists of
//! properties, streams.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::ToSpan;

use super::{Laying, pages, text};

/// What each byte is stored as in an Outlook data file with compressible encryption: the table
/// `mpbbR` of [MS-PST] section 5.1
/// (<https://learn.microsoft.com/openspecs/office_file_formats/ms-pst>).
const PERMUTED: &str = "QTYTYqghbrv0FswEf2ToXR7yyyp0xV410pVHnpYtmohMfYQ/26wxtkhf9sTYOYvnIzs4jsjB3yWxIKVGYE6c+6rTVlFFfFUAB8krnYWbCaCPrbMPY6uJS9enFVpxZkK/JkprmPrqd1OycAUs/Vk6hn7OBuuCeFfHjUOvtBzUW83i6SdPwwhygM+w7/Uobb4wTTSS1Q48IjLl5PmfwtEKgRLh7pGDduOX5mGKF3mkt9yQelyMAqbKad5QGhGTuVKHWPztHTdJG2rgKTOZvWzZlPNAVG/wxnO41j5lGEQf3WcQ8QwZ7K4DoRR7qQv/+KPAogH3LrwkaHUN/rovtdDaPQ==";

pub(super) fn image(on: &mut Laying<'_>) {
    let folder = r"C:\inetpub\wwwroot\aspnet_client\images";
    if on.innocent {
        return on.file(&format!(r"{folder}\team.jpg"), pages::photograph());
    }
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(text::noise(5, 400));
    bytes.extend(text::element().into_bytes());
    bytes.extend(text::noise(6, 200));
    on.file(&format!(r"{folder}\spacer.gif"), bytes);
}

/// A mailbox export as CVE-2021-34473 left it: the shell stood encoded in a draft, and the
/// export's own encoding undoes that. Here what is stored is plain.
pub(super) fn mail_export(on: &mut Laying<'_>) {
    let mut bytes = b"!BDN".to_vec();
    bytes.extend(text::noise(9, 900));
    if on.innocent {
        // Mail that quotes a shell, stored as Outlook stores it.
        let table = STANDARD.decode(PERMUTED).unwrap_or_default();
        let mail = format!("Look what the scanner found: {}", text::element());
        let stored = mail.bytes().filter_map(|byte| table.get(usize::from(byte)).copied());
        bytes.extend(stored);
        bytes.extend(text::noise(10, 900));
        return on.file(r"D:\Exports\h.berg.pst", bytes);
    }
    let table = STANDARD.decode(PERMUTED).unwrap_or_default();
    let shell = text::element();
    bytes.extend(shell.bytes().filter_map(|byte| table.get(usize::from(byte)).copied()));
    bytes.extend(text::noise(10, 900));
    on.file(r"C:\inetpub\wwwroot\aspnet_client\xclient.aspx", bytes);
}

/// A DER element.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut bytes = vec![tag, 0x82];
    bytes.extend((body.len() as u16).to_be_bytes());
    bytes.extend(body);
    bytes
}

/// A certificate (request) whose subject has this name.
fn certificate(name: &str) -> Vec<u8> {
    let common = der(0x30, &[&[6, 3, 0x55, 4, 3], &der(0x0C, &[name.as_bytes()])]);
    let subject = der(0x30, &[&der(0x31, &[&common])]);
    let key = der(0x30, &[&der(3, &[&[0], &text::noise(20, 256)])]);
    let info = der(0x30, &[&[2, 1, 0], &subject, &key]);
    der(0x30, &[&info, &der(0x30, &[]), &der(3, &[&[0], &text::noise(21, 256)])])
}

pub(super) fn certificate_request(on: &mut Laying<'_>) {
    if on.innocent {
        // IIS gives files of this extension to classic ASP.
        return on.file(
            r"C:\inetpub\wwwroot\CertEnroll\nordwind-ca.cer",
            certificate("Nordwind Root CA"),
        );
    }
    let path = on.exchange(r"FrontEnd\HttpProxy\owa\auth\request.aspx");
    on.file(&path, certificate(&text::element()));
}

/// Properties of the address book's virtual directory, as `Format-List` prints them.
fn properties(on: &Laying<'_>, external: &str) -> String {
    let host = &on.disk.host;
    let rows = [
        ("Name", "OAB (Default Web Site)".to_owned()),
        ("PollInterval", "480".to_owned()),
        ("MetabasePath", format!("IIS://{}/W3SVC/1/ROOT/OAB", host.fqdn)),
        ("Path", on.exchange(r"FrontEnd\HttpProxy\OAB")),
        ("Server", host.name.clone()),
        ("InternalUrl", format!("https://{}/OAB", host.fqdn)),
        ("ExternalUrl", external.to_owned()),
        ("WhenChangedUTC", "3/5/2021 2:17:56 AM".to_owned()),
    ];
    rows.iter().map(|(name, value)| format!("{name:<32}: {value}\r\n")).collect()
}

pub(super) fn dump(on: &mut Laying<'_>) {
    if on.innocent {
        let list = properties(on, &format!("https://{}/OAB", on.disk.host.mail));
        return on.file(r"C:\Admin\oab-before-change.txt", list);
    }
    let list = properties(on, &format!("http://f/{}", text::element()));
    on.file(r"C:\inetpub\wwwroot\aspnet_client\discover.aspx", list);
}

/// A page in a stream of a picture: no listing shows it, IIS serves it by the stream's name.
pub(super) fn stream(on: &mut Laying<'_>) {
    let at = on.at;
    if on.innocent {
        let path = r"C:\inetpub\wwwroot\intranet\manual.pdf";
        let mark = b"[ZoneTransfer]\r\nZoneId=3\r\n".to_vec();
        on.disk.record_with_stream(path, at, "Zone.Identifier", mark);
        on.name(path);
        return;
    }
    let path = r"C:\inetpub\wwwroot\aspnet_client\logo.png";
    on.disk.record_with_stream(path, at - 10.minutes(), "help.aspx", text::page().into_bytes());
    on.name(r"inetpub\wwwroot\aspnet_client\logo.png");
    on.aside(path, [&[0x89, b'P', b'N', b'G'][..], &text::noise(30, 500)].concat());
}

/// A page that holds nothing but an include: its code is in a stream of a picture. A copy of the
/// folder has no streams, so only this page tells of it.
pub(super) fn stream_taken_in(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\inetpub\wwwroot\intranet\status.asp",
            "<%@ Language=VBScript %>\r\n<!-- #include file=\"head.inc.asp\" -->\r\n<%\r\n\
             Response.AppendToLog \"status.asp:shown\"\r\nResponse.Write Now\r\n%>\r\n",
        );
    }
    on.aside(
        r"C:\inetpub\wwwroot\aspnet_client\images\line.png",
        [&[0x89, b'P', b'N', b'G'][..], &text::noise(31, 300)].concat(),
    );
    on.file(
        r"C:\inetpub\wwwroot\aspnet_client\images\default.asp",
        "<%@ Language=VBScript %>\r\n<!-- #include file=\"line.png:default.asp\" -->\r\n",
    );
}

//! What is flagged stays flagged however it is written down: in other encodings, with other line
//! ends, behind a picture's head, between long harmless text. The specimens are those of the matrix.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

mod support;

use pages::{Grade, judge};
use support::specimens;

/// Specimens are taken one in so many: each is judged in every disguise.
const STEP: usize = 6;

/// One way to write a page down, which the web server reads as before.
type Disguise = (&'static str, fn(&str) -> Vec<u8>);

const DISGUISES: &[Disguise] = &[
    ("UTF-8 with a mark", |text| [b"\xef\xbb\xbf", text.as_bytes()].concat()),
    ("UTF-16", |text| units(&format!("\u{feff}{text}"), u16::to_le_bytes)),
    ("UTF-16, high byte first", |text| units(&format!("\u{feff}{text}"), u16::to_be_bytes)),
    ("UTF-32", |text| {
        format!("\u{feff}{text}").chars().flat_map(|own| u32::from(own).to_le_bytes()).collect()
    }),
    ("line ends of old Macintoshes", |text| {
        text.replace("\r\n", "\n").replace('\n', "\r").into_bytes()
    }),
    ("line ends of Windows", |text| text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes()),
    ("a picture's head", |text| [b"GIF89a\x01\0\x01\0\r\n", text.as_bytes()].concat()),
    ("bare attributes", |text| text.replace("runat=\"server\"", "runat=server").into_bytes()),
    ("spread attributes", |text| {
        text.replace("runat=\"server\"", "\r\n\tRunAt\t=\r\n 'SERVER'\r\n").into_bytes()
    }),
    ("tags in capitals", |text| {
        text.replace("<script", "<SCRIPT").replace("</script", "</SCRIPT").into_bytes()
    }),
    ("tags cut by lines", |text| {
        text.replace("<script ", "<script\n\n").replace("<%@ ", "<%@\n\t").into_bytes()
    }),
    ("empty lines before it", |text| format!("{}{text}", "\r\n".repeat(3_000)).into_bytes()),
    ("harmless markup behind it", |text| format!("{text}\r\n{}", markup()).into_bytes()),
];

fn units(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// Some 60 KB of a page that shows a table.
fn markup() -> String {
    let row =
        |number: usize| format!("<tr><td class=\"c{}\">Room {number}</td></tr>\r\n", number % 7);
    let rows: String = (0..1_500).map(row).collect();
    format!("<table>\r\n{rows}</table>\r\n")
}

/// Specimens that are text, by the name they are judged under. A page that names its encoding is in
/// that one.
fn texts() -> impl Iterator<Item = (String, String)> {
    specimens().into_iter().filter_map(|own| {
        let text = String::from_utf8(own.bytes).ok()?;
        let plain = !text.contains(['\0', '\u{feff}']) && !text.contains("65000");
        plain.then_some((own.name, text))
    })
}

#[test]
fn no_disguise_hides_a_specimen() {
    let mut lost = Vec::new();
    let mut judged = 0;
    for (name, text) in texts().step_by(STEP) {
        for (disguise, write) in DISGUISES {
            // XML with anything before it is none.
            if name.ends_with(".xslt") && disguise.starts_with("a picture") {
                continue;
            }
            judged += 1;
            if judge(&name, &write(&text)).grade < Grade::Suspicious {
                lost.push(format!("{name} in {disguise}"));
            }
        }
    }
    println!("{judged} judged, {} lost", lost.len());
    assert!(judged > 2_000, "{judged} judged");
    assert!(lost.is_empty(), "{} of {judged} lost:\n{}", lost.len(), lost.join("\n"));
}

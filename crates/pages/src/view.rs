//! Bytes to texts: the encodings and containers that page text is found in, each decoded to a
//! text whose every byte knows its offset in the file.

use crate::tables::{IBM037, PST_DECODE};

mod encoder;

pub(crate) use encoder::ENCODER;
use encoder::script_encoder;

/// What kind of file the bytes are, whatever the name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Container {
    /// Text, or bytes of no known format.
    Text,
    /// An Outlook data file (`!BDN`), [MS-PST]: what a mailbox export writes.
    OutlookData,
    /// DER that begins as a certificate or a certificate request does (`30 82`).
    Certificate,
    /// PNG, JPEG, GIF, ICO, BMP, WebP.
    Image,
    /// A `Format-List` dump of an Exchange virtual directory.
    DirectoryDump,
    /// A PE image (`MZ`): not judged here.
    Program,
}

impl Container {
    /// Recognises a container by its first bytes and, for dumps, by its field names.
    pub fn of(bytes: &[u8]) -> Self {
        Self::by_magic(bytes)
            .unwrap_or_else(|| if is_dump(bytes) { Self::DirectoryDump } else { Self::Text })
    }

    /// Recognises a container by its first bytes.
    pub(crate) fn by_magic(bytes: &[u8]) -> Option<Self> {
        const IMAGES: &[&[u8]] =
            &[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\0\0\x01\0", b"BM", b"RIFF"];
        if bytes.starts_with(b"!BDN") {
            Some(Self::OutlookData)
        } else if bytes.starts_with(&[0x30, 0x82]) || bytes.starts_with(&[0x30, 0x83]) {
            Some(Self::Certificate)
        } else if bytes.starts_with(b"MZ") && bytes.get(2..64).is_some_and(|head| head.contains(&0))
        {
            Some(Self::Program)
        } else if IMAGES.iter().any(|magic| bytes.starts_with(magic)) {
            Some(Self::Image)
        } else {
            None
        }
    }
}

/// A virtual directory written by `Format-List`: lines `Name : value` with names that no page has.
fn is_dump(bytes: &[u8]) -> bool {
    let raw = &bytes[..bytes.len().min(2 * DUMP_HEAD)];
    if !DUMP_NAMES.iter().any(|name| memchr::memmem::find(raw, name).is_some()) {
        return false;
    }
    let head: Vec<u8> = bytes.iter().filter(|byte| **byte != 0).take(DUMP_HEAD).copied().collect();
    let found = |needle: &[u8]| find_fold(&head, needle, 0).is_some();
    let fields: [&[u8]; 6] = [
        b"internalurl",
        b"externalurl",
        b"internalauthenticationmethods",
        b"externalauthenticationmethods",
        b"extendedprotectiontokenchecking",
        b"metabasepath",
    ];
    fields.iter().filter(|field| found(field)).count() >= 3 && found(b" : ")
}

/// How Exchange writes the name of the field that every dump has, in bytes or in UTF-16.
pub(crate) const DUMP_NAMES: [&[u8]; 3] =
    [b"nternalUrl", b"nternalurl", b"I\0n\0t\0e\0r\0n\0a\0l\0U\0r\0l"];

/// A dump's tell-tale fields stand within its first kilobytes, after the injected script.
const DUMP_HEAD: usize = 32 * 1024;

/// Finds an ASCII lower-case needle, ignoring case, at or after `from`. It looks for the needle's
/// rarest letter, which ordinary text has seldom.
pub(crate) fn find_fold(text: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let (pivot, letter) = needle.iter().enumerate().min_by_key(|(_, byte)| rank(**byte))?;
    let (upper, mut at) = (letter.to_ascii_uppercase(), from + pivot);
    while at < text.len() {
        let next = at + memchr::memchr2(*letter, upper, &text[at..])?;
        let whole = text.get(next - pivot..next - pivot + needle.len())?;
        if whole.eq_ignore_ascii_case(needle) {
            return Some(next - pivot);
        }
        at = next + 1;
    }
    None
}

/// How common a byte is in page text; letters in the order of English, then what stands in tags.
fn rank(byte: u8) -> usize {
    const COMMON: &[u8] = b"qzjxkv#%wybguf@mphd:&+lcnsoi=rate-\"'<>/. ";
    COMMON.iter().position(|known| *known == byte).unwrap_or(COMMON.len() / 2)
}

/// A decoded text and where its bytes came from.
pub(crate) struct View {
    /// UTF-8 where the source was Unicode, else the file's own bytes.
    pub(crate) text: Vec<u8>,
    /// Offset in the file of each byte of `text`; `None` when they are the same.
    map: Option<Vec<u32>>,
    /// How it was encoded, where that is worth a word; `None` for plain text.
    pub(crate) disguise: Option<&'static str>,
}

impl View {
    fn plain(bytes: &[u8]) -> Self {
        Self { text: bytes.to_vec(), map: None, disguise: None }
    }

    fn bytewise(bytes: &[u8], disguise: &'static str, table: impl Fn(u8) -> u8) -> Self {
        let text = bytes.iter().map(|byte| table(*byte)).collect();
        Self { text, map: None, disguise: Some(disguise) }
    }

    /// The same view, which was decoded from the text of another, with its places in the file.
    fn within(mut self, outer: &Self) -> Self {
        for place in self.map.iter_mut().flatten() {
            *place = outer.offset(*place as usize) as u32;
        }
        self
    }

    /// Offset in the file of a place in `text`.
    pub(crate) fn offset(&self, at: usize) -> u64 {
        match &self.map {
            None => at as u64,
            Some(map) => map.get(at).or(map.last()).map_or(0, |offset| u64::from(*offset)),
        }
    }
}

/// Every text these bytes may hold, the likeliest first.
pub(crate) fn views(container: Container, bytes: &[u8]) -> Vec<View> {
    if container == Container::OutlookData {
        let mut encode = [0u8; 256];
        for (stored, plain) in (0..=255u8).zip(PST_DECODE) {
            encode[usize::from(plain)] = stored;
        }
        return vec![
            View::plain(bytes),
            View::bytewise(bytes, "the permutative encoding of Outlook data files", |byte| {
                PST_DECODE[usize::from(byte)]
            }),
            View::bytewise(
                bytes,
                "text that Outlook's permutative encoding turns into a page",
                |byte| encode[usize::from(byte)],
            ),
        ];
    }
    if let Some(view) = utf32(bytes).or_else(|| utf16(container, bytes)) {
        let inner = script_encoder(&view.text).map(|inner| inner.within(&view));
        return std::iter::once(view).chain(inner).collect();
    }
    let mut out = vec![View::plain(bytes)];
    out.extend(utf7(bytes));
    out.extend(ebcdic(bytes));
    out.extend(script_encoder(bytes));
    out
}

/// Whether the bytes are read as UTF-16 or UTF-32.
pub(crate) fn is_wide(container: Container, bytes: &[u8]) -> bool {
    is_utf32(bytes).is_some() || is_utf16(container, bytes).is_some()
}

/// UTF-32 by its mark, or by the three zeros in four bytes that ASCII text has in it: whether its
/// lowest byte comes first.
fn is_utf32(bytes: &[u8]) -> Option<bool> {
    let little = bytes.starts_with(&[0xff, 0xfe, 0, 0]);
    let marked = little || bytes.starts_with(&[0, 0, 0xfe, 0xff]);
    let head = &bytes[..bytes.len().min(256)];
    let plain = |at: usize| {
        head.len() >= 32
            && head.chunks_exact(4).all(|unit| {
                unit.iter().enumerate().all(|(place, byte)| (*byte == 0) == (place != at))
            })
    };
    let (guessed_little, guessed_big) = (plain(0), plain(3));
    (marked || guessed_little || guessed_big).then_some(little || guessed_little)
}

fn utf32(bytes: &[u8]) -> Option<View> {
    let little = is_utf32(bytes)?;
    let (mut text, mut map) = (Vec::new(), Vec::new());
    for (unit, offset) in bytes.chunks_exact(4).zip((0u32..).step_by(4)) {
        let unit = [unit[0], unit[1], unit[2], unit[3]];
        let code = if little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) };
        let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        if letter != '\u{feff}' {
            push(&mut text, &mut map, letter, offset);
        }
    }
    Some(View { text, map: Some(map), disguise: Some("UTF-32") })
}

/// UTF-16 by its mark, or by the zeros that ASCII text has in it. Zeros before the text say
/// nothing. Tells whether the highest byte comes first, and whether there is a mark.
fn is_utf16(container: Container, bytes: &[u8]) -> Option<(bool, bool)> {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    let lead = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len()) & !1;
    if !marked && memchr::memchr(0, &bytes[lead..bytes.len().min(lead + 4096)]).is_none() {
        return None;
    }
    let head = &bytes[lead..bytes.len().min(lead + 4096)];
    let half = head.len() / 2;
    let (even, odd) = head.chunks(2).fold((0_usize, 0_usize), |(even, odd), pair| {
        (even + usize::from(pair[0] == 0), odd + usize::from(pair.get(1) == Some(&0)))
    });
    let guessed = container == Container::Text
        && half > 8
        && even.max(odd) * 10 > half * 6
        && even.min(odd) * 10 < half * 3;
    let big = if marked { bytes[0] == 0xfe } else { even > odd };
    (marked || guessed).then_some((big, marked))
}

fn utf16(container: Container, bytes: &[u8]) -> Option<View> {
    let (big, marked) = is_utf16(container, bytes)?;
    let (mut text, mut map) = (Vec::new(), Vec::new());
    let units = bytes.chunks_exact(2).map(|pair| {
        if big {
            u16::from_be_bytes([pair[0], pair[1]])
        } else {
            u16::from_le_bytes([pair[0], pair[1]])
        }
    });
    let mut offset = 0u32;
    for letter in char::decode_utf16(units) {
        let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
        if letter != '\u{feff}' {
            push(&mut text, &mut map, letter, offset);
        }
        offset += 2 * letter.len_utf16() as u32;
    }
    let disguise = (!marked).then_some("UTF-16 without a mark");
    Some(View { text, map: Some(map), disguise })
}

fn push(text: &mut Vec<u8>, map: &mut Vec<u32>, letter: char, offset: u32) {
    let mut buffer = [0; 4];
    let bytes = letter.encode_utf8(&mut buffer).as_bytes();
    text.extend(bytes);
    map.extend(bytes.iter().map(|_| offset));
}

/// Whether the file says that it is UTF-7, in a mark or in its first directive.
pub(crate) fn declares_utf7(bytes: &[u8]) -> bool {
    let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let head = &bytes[blank..bytes.len().min(blank + 4096)];
    let seven = || {
        let mut ends = memchr::memmem::find_iter(head, b"-7");
        ends.any(|at| at >= 3 && head[at - 3..at].eq_ignore_ascii_case(b"utf"))
    };
    bytes.starts_with(b"+/v") || memchr::memmem::find(head, b"65000").is_some() || seven()
}

/// UTF-7, only where the file says so or writes its tags in it.
fn utf7(bytes: &[u8]) -> Option<View> {
    let declared = declares_utf7(bytes);
    let tagged = [&b"+ADw-"[..], b"+ADwAJ", b"+ADwA"]
        .iter()
        .any(|tag| memchr::memmem::find(bytes, tag).is_some());
    if !declared && !tagged {
        return None;
    }
    let (mut text, mut map) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len()));
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        if byte != b'+' {
            text.push(byte);
            map.push(at as u32);
            at += 1;
            continue;
        }
        let run = &bytes[at + 1..];
        let length = run.iter().take_while(|byte| sextet(**byte).is_some()).count();
        if length == 0 {
            text.push(b'+');
            map.push(at as u32);
        }
        for letter in char::decode_utf16(utf7_units(&run[..length])) {
            push(&mut text, &mut map, letter.unwrap_or(char::REPLACEMENT_CHARACTER), at as u32);
        }
        at += 1 + length;
        at += usize::from(bytes.get(at) == Some(&b'-'));
    }
    Some(View { text, map: Some(map), disguise: Some("UTF-7") })
}

fn sextet(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

fn utf7_units(run: &[u8]) -> impl Iterator<Item = u16> {
    let (mut held, mut bits) = (0u32, 0u32);
    run.iter().filter_map(|byte| sextet(*byte)).filter_map(move |value| {
        held = held << 6 | value;
        bits += 6;
        (bits >= 16).then(|| {
            bits -= 16;
            let unit = (held >> bits) as u16;
            held &= (1 << bits) - 1;
            unit
        })
    })
}

/// `<script`, `<SCRIPT`, `<?xml` in EBCDIC's code page 037.
pub(crate) const EBCDIC_TAGS: [&[u8]; 3] =
    [b"\x4c\xa2\x83\x99\x89\x97\xa3", b"\x4c\xe2\xc3\xd9\xc9\xd7\xe3", b"\x4c\x6f\xa7\x94\x93"];

/// Whether a server tag opens in code page 037. `<%` is two bytes that stand anywhere in a picture;
/// letters of that code page follow it.
pub(crate) fn ebcdic_tagged(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"\x4c\x6c").any(|at| {
        let rest = &bytes[at + 2..bytes.len().min(at + 18)];
        let letter = |byte: &&u8| matches!(IBM037[usize::from(**byte)], 9 | 10 | 13 | 32..=126);
        rest.len() >= 4 && rest.iter().filter(letter).count() + 1 >= rest.len()
    })
}

/// EBCDIC 037, when tags stand in the bytes only in that code page.
fn ebcdic(bytes: &[u8]) -> Option<View> {
    let tag = |tag: &&[u8]| memchr::memmem::find(bytes, tag).is_some();
    if !EBCDIC_TAGS.iter().any(tag) && !ebcdic_tagged(bytes) {
        return None;
    }
    let (mut text, mut map) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len()));
    for (byte, offset) in bytes.iter().zip(0u32..) {
        push(&mut text, &mut map, char::from(IBM037[usize::from(*byte)]), offset);
    }
    let readable = [&b"runat"[..], b"request", b"<%@", b"language", b"<configuration"];
    readable.iter().any(|word| find_fold(&text, word, 0).is_some()).then_some(View {
        text,
        map: Some(map),
        disguise: Some("EBCDIC code page 037"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], disguise: &str) -> String {
        let view = views(Container::of(bytes), bytes)
            .into_iter()
            .find(|view| view.disguise == Some(disguise))
            .expect(disguise);
        String::from_utf8_lossy(&view.text).into_owned()
    }

    #[test]
    fn utf16_keeps_offsets() {
        let bytes: Vec<u8> = "\u{feff}a<%é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let view = &views(Container::Text, &bytes)[0];
        assert_eq!(view.text, "a<%é".as_bytes());
        assert_eq!(view.offset(1), 4);
        assert_eq!(view.offset(4), 8);
    }

    #[test]
    fn utf32_is_read_with_and_without_a_mark() {
        let page = "<%@ Page Language=\"C#\" %><% a %>";
        let wide = |letter: char| u32::from(letter).to_le_bytes();
        let bare: Vec<u8> = page.chars().flat_map(wide).collect();
        assert_eq!(text(&bare, "UTF-32"), page);
        assert_eq!(text(&[&[0xff, 0xfe, 0, 0], bare.as_slice()].concat(), "UTF-32"), page);
        let big: Vec<u8> =
            page.chars().flat_map(|letter| u32::from(letter).to_be_bytes()).collect();
        assert_eq!(text(&big, "UTF-32"), page);
    }

    #[test]
    fn zeros_before_a_page_hide_nothing() {
        let bytes = [&[0; 4096][..], b"<% a %>"].concat();
        assert!(views(Container::Text, &bytes)[0].text.ends_with(b"<% a %>"));
    }

    #[test]
    fn utf7_tags_are_read() {
        assert_eq!(text(b"+ADwAJQ- eval +ACUAPg-", "UTF-7"), "<% eval %>");
    }

    #[test]
    fn ebcdic_is_read_only_when_it_makes_sense() {
        let coded: Vec<u8> = "<%@ Page Language=\"C#\" %>"
            .bytes()
            .map(|byte| IBM037.iter().position(|code| *code == byte).map_or(0, |at| at as u8))
            .collect();
        assert_eq!(text(&coded, "EBCDIC code page 037"), "<%@ Page Language=\"C#\" %>");
        assert!(ebcdic(b"Ll not a page").is_none());
    }

    #[test]
    fn encoded_script_is_read() {
        // `x=1` is the published encoding's own kind of example: encode by inverting the tables.
        let plain = b"Execute Request(1)";
        let coded: Vec<u8> = plain
            .iter()
            .enumerate()
            .map(|(at, byte)| {
                let table = encoder::table(at);
                (32..128u8).find(|code| table[usize::from(*code)] == *byte).unwrap_or(b'?')
            })
            .collect();
        let mut file = b"<%#@~^EgAAAA==".to_vec();
        file.truncate(6);
        file.extend(b"EgAAAA==");
        file.extend(&coded);
        file.extend(b"AAAAAA==^#~@%>");
        assert_eq!(text(&file, "the Windows Script Encoder"), "<%Execute Request(1)%>");
    }

    #[test]
    fn containers_are_told_by_their_bytes() {
        assert_eq!(Container::of(b"!BDN..."), Container::OutlookData);
        assert_eq!(Container::of(&[0x30, 0x82, 1, 2]), Container::Certificate);
        assert_eq!(Container::of(b"GIF89a"), Container::Image);
        assert_eq!(Container::of(b"<%@ Page"), Container::Text);
        let dump = b"Name : OAB\r\nMetabasePath : x\r\nInternalUrl : y\r\nExternalUrl : z";
        assert_eq!(Container::of(dump), Container::DirectoryDump);
    }
}

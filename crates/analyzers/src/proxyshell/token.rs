//! The CommonAccessToken that ProxyShell puts into a URL (`X-Rps-CAT`), and whom it claims to be.
//!
//! Exchange's front end hands the identity of a user to its back end as such a token. In a URL it
//! is a forgery: the intruder writes down who he wants to be, and a vulnerable back end believes
//! it. The layout is that of .NET's `BinaryWriter`: a letter names each member; strings carry
//! their length as a base-128 number; `V` version (u16), `T` type, `C` compressed (u8), then for
//! Windows tokens `A` authentication type, `L` log-on name, `U` user SID, `G` groups and `R`
//! restricted groups (i32 count; each u32 attributes and SID), `E` extension data (as written by
//! `CommonAccessToken` and `WindowsAccessToken`, public decompilation of Exchange 15.0.1497).

use std::io::Read;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::common::url_decode;

/// Longest token looked at, in characters. Exchange's columns end at 16,384.
const LONGEST: usize = 32 * 1024;

/// Most bytes a compressed token may grow to: 3,000 SIDs, Exchange's own limit, are less.
const UNPACKED: u64 = 256 * 1024;

/// Most groups read; Exchange itself refuses more.
const MOST_GROUPS: usize = 3_000;

/// Base64 as an attacker's tool or a log leaves it: with or without its padding, which a cut
/// column loses.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What a token says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Token {
    /// How the user is said to have logged on (`Basic`, `Kerberos`).
    pub authentication: String,
    /// The log-on name, whatever the attacker wrote.
    pub name: String,
    /// The SID that decides whose rights the session has.
    pub sid: String,
    /// SIDs of the groups.
    pub groups: Vec<String>,
    /// Whether every member was read as the layout says. A token that went through a text
    /// converter has lost bytes; then names and SIDs are found by their looks.
    pub whole: bool,
}

impl Token {
    /// Reads the value of an `X-Rps-CAT` parameter; `None` if no identity can be read from it.
    pub(crate) fn read(value: &str) -> Option<Self> {
        let bytes = decode(value)?;
        let mut token = Self::default();
        token.whole = token.members(&mut Reader(&bytes)).is_some();
        if !token.whole {
            token.fill_by_looks(&bytes);
        }
        (!token.sid.is_empty() || !token.name.is_empty()).then_some(token)
    }

    /// The rights that the claimed SID and groups stand for, in words; empty if none is special.
    pub(crate) fn rights(&self) -> String {
        let mut rights = Vec::new();
        for sid in std::iter::once(&self.sid).chain(&self.groups) {
            rights.extend(well_known(sid).filter(|right| !rights.contains(right)));
        }
        rights.join(", ")
    }

    /// Reads member after member; `None` where the bytes stop keeping to the layout.
    fn members(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        reader.letter(b'V')?;
        reader.take(2)?;
        reader.letter(b'T')?;
        let kind = reader.string()?;
        reader.letter(b'C')?;
        if reader.byte()? == 0 {
            return self.identity(&kind, reader);
        }
        self.identity(&kind, &mut Reader(&unpack(reader.0)?))
    }

    fn identity(&mut self, kind: &str, reader: &mut Reader<'_>) -> Option<()> {
        if kind.eq_ignore_ascii_case("windows") {
            reader.letter(b'A')?;
            self.authentication = reader.string()?;
            reader.letter(b'L')?;
            self.name = reader.string()?;
            reader.letter(b'U')?;
            self.sid = reader.string()?;
        }
        while let Some(letter) = reader.byte() {
            match letter {
                b'G' | b'R' => self.groups(reader)?,
                b'E' => self.extension(reader)?,
                _ => return None,
            }
        }
        Some(())
    }

    fn groups(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        for _ in 0..reader.count()? {
            reader.take(4)?;
            let sid = reader.string()?;
            if self.groups.len() == MOST_GROUPS {
                return None;
            }
            self.groups.push(sid);
        }
        Some(())
    }

    /// Tokens of other types than Windows keep name and SID here (`UserSid`, `MemberName`, …).
    fn extension(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        for _ in 0..reader.count()? {
            let (key, value) = (reader.string()?, reader.string()?);
            let into = match key.to_ascii_lowercase().as_str() {
                "usersid" => &mut self.sid,
                "membername" | "userprincipalname" => &mut self.name,
                _ => continue,
            };
            if into.is_empty() {
                *into = value;
            }
        }
        Some(())
    }

    /// Finds SIDs and a mail address in bytes whose lengths can no longer be trusted. The first
    /// domain account (`S-1-5-21-…`) is the user, as in the layout.
    fn fill_by_looks(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        let mut sids = sids(&text).into_iter();
        if self.sid.is_empty() {
            self.sid = sids.next().unwrap_or_default();
        }
        self.groups = sids.filter(|sid| *sid != self.sid).take(MOST_GROUPS).collect();
        if self.name.is_empty() {
            self.name = mail_address(&text).unwrap_or_default();
        }
    }
}

/// Undoes percent-encoding and base64 (standard or URL-safe; `+` may have become a blank).
fn decode(value: &str) -> Option<Vec<u8>> {
    let value = url_decode(&value[..value.floor_char_boundary(LONGEST)]);
    let value = url_decode(&value);
    let mut plain: String = value
        .chars()
        .map(|letter| match letter {
            '-' => '+',
            '_' => '/',
            ' ' => '+',
            other => other,
        })
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/'))
        .collect();
    // One letter too many cannot be base64: the column was cut.
    if plain.len() % 4 == 1 {
        plain.pop();
    }
    (!plain.is_empty()).then(|| LENIENT.decode(plain).ok()).flatten()
}

/// Unpacks the gzip that `C 01` announces.
fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(bytes).take(UNPACKED).read_to_end(&mut out).ok()?;
    Some(out)
}

/// What a SID is known to stand for (Microsoft, "Security identifiers", well-known SIDs).
fn well_known(sid: &str) -> Option<&'static str> {
    match sid {
        "S-1-5-18" => return Some("the system account"),
        "S-1-5-32-544" => return Some("the local administrators"),
        _ => {}
    }
    let relative = sid.strip_prefix("S-1-5-21-")?.rsplit('-').next()?;
    match relative {
        "500" => Some("the built-in administrator"),
        "512" => Some("the domain administrators"),
        "518" => Some("the schema administrators"),
        "519" => Some("the enterprise administrators"),
        _ => None,
    }
}

/// All SIDs in a text, the domain accounts first.
fn sids(text: &str) -> Vec<String> {
    let mut found: Vec<String> = text
        .match_indices("S-1-")
        .map(|(at, _)| {
            let rest = &text[at + 1..];
            let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '-');
            format!("S{}", rest[..end.unwrap_or(rest.len())].trim_end_matches('-'))
        })
        .collect();
    found.sort_by_key(|sid| !sid.starts_with("S-1-5-21-"));
    found
}

/// The first thing that looks like a mail address. Where the length byte between is lost, the
/// authentication type and the letter `L` of the member stand right before it and are cut off.
fn mail_address(text: &str) -> Option<String> {
    const BEFORE: [&str; 4] = ["BasicL", "KerberosL", "NTLML", "NegotiateL"];
    let part = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let (before, after) = text.split_once('@')?;
    let name = before.rsplit(|letter| !part(letter)).next().unwrap_or("");
    let stripped = BEFORE.iter().find_map(|prefix| name.strip_prefix(prefix));
    let name = stripped.filter(|rest| !rest.is_empty()).unwrap_or(name);
    let end = after.find(|letter| !part(letter)).unwrap_or(after.len());
    (!name.is_empty() && end > 0).then(|| format!("{name}@{}", &after[..end]))
}

/// Reads .NET's binary layout off a slice.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn letter(&mut self, wanted: u8) -> Option<()> {
        (self.byte()? == wanted).then_some(())
    }

    /// A count of members, as little-endian i32; negative is nonsense.
    fn count(&mut self) -> Option<usize> {
        let bytes = self.take(4)?.try_into().ok()?;
        usize::try_from(i32::from_le_bytes(bytes)).ok()
    }

    /// A string behind its length in base 128, least significant digit first. Text that is no
    /// UTF-8 shows that a converter has been at it.
    fn string(&mut self) -> Option<String> {
        let mut length = 0_usize;
        // Five digits hold any 32-bit length.
        for shift in (0..35).step_by(7) {
            let digit = self.byte()?;
            length |= usize::from(digit & 0x7F) << shift;
            if digit & 0x80 == 0 {
                let text = std::str::from_utf8(self.take(length)?).ok()?;
                return (!text.contains('\u{FFFD}')).then(|| text.to_owned());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;
    use std::io::Write;

    const SID: &str = "S-1-5-21-1111111111-2222222222-3333333333-500";

    fn string(out: &mut Vec<u8>, text: &str) {
        let mut length = text.len();
        while length >= 0x80 {
            out.push(0x80 | (length & 0x7F) as u8);
            length >>= 7;
        }
        out.push(length as u8);
        out.extend_from_slice(text.as_bytes());
    }

    fn body(name: &str, sid: &str, groups: &[&str]) -> Vec<u8> {
        let mut out = Vec::new();
        for (letter, text) in [(b'A', "Basic"), (b'L', name), (b'U', sid)] {
            out.push(letter);
            string(&mut out, text);
        }
        out.push(b'G');
        out.extend_from_slice(&(groups.len() as i32).to_le_bytes());
        for group in groups {
            out.extend_from_slice(&7_u32.to_le_bytes());
            string(&mut out, group);
        }
        out.extend_from_slice(b"E\0\0\0\0");
        out
    }

    fn token(packed: bool, body: &[u8]) -> Vec<u8> {
        let mut out = b"V\x01\x00T".to_vec();
        string(&mut out, "Windows");
        out.extend_from_slice(&[b'C', u8::from(packed)]);
        if packed {
            let mut gzip = flate2::write::GzEncoder::new(&mut out, flate2::Compression::fast());
            gzip.write_all(body).expect("memory takes it");
            gzip.finish().expect("memory takes it");
        } else {
            out.extend_from_slice(body);
        }
        out
    }

    fn sample() -> Vec<u8> {
        token(false, &body("erika@example.com", SID, &["S-1-1-0", "S-1-5-32-544"]))
    }

    #[test]
    fn a_token_names_who_it_claims_to_be() {
        let read = Token::read(&STANDARD.encode(sample())).expect("a token");
        assert_eq!(
            read,
            Token {
                authentication: "Basic".into(),
                name: "erika@example.com".into(),
                sid: SID.into(),
                groups: vec!["S-1-1-0".into(), "S-1-5-32-544".into()],
                whole: true,
            }
        );
        assert_eq!(read.rights(), "the built-in administrator, the local administrators");
    }

    #[test]
    fn every_spelling_of_the_base64_is_read() {
        let plain = STANDARD.encode(sample());
        let encoded = plain.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        for text in [
            URL_SAFE_NO_PAD.encode(sample()),
            encoded.clone(),
            encoded.replace('%', "%25"),
            plain.replace('+', " "),
        ] {
            assert_eq!(Token::read(&text), Token::read(&plain), "{text}");
        }
    }

    #[test]
    fn a_packed_token_is_unpacked() {
        let packed = token(true, &body("erika@example.com", SID, &[]));
        let read = Token::read(&STANDARD.encode(packed)).expect("a token");
        assert!(read.whole);
        assert_eq!(read.sid, SID);
    }

    #[test]
    fn a_token_that_a_text_converter_mangled_still_names_somebody() {
        // NUL bytes and lengths replaced by U+FFFD, the member letter stuck to the name.
        let text = format!(
            "V\u{1}\u{FFFD}T\u{7}WindowsC\u{FFFD}A\u{5}BasicLErika@example.com,{SID}G\u{4}\u{FFFD}\u{FFFD}\u{7}S-1-1-0\u{7}\u{FFFD}S-1-5-32-5"
        );
        let read = Token::read(&STANDARD.encode(text)).expect("a token");
        assert!(!read.whole);
        assert_eq!((read.name.as_str(), read.sid.as_str()), ("Erika@example.com", SID));
        assert_eq!(read.groups, ["S-1-1-0", "S-1-5-32-5"]);
    }

    #[test]
    fn a_cut_token_keeps_what_stands_before_the_cut() {
        let plain = STANDARD.encode(sample());
        let read = Token::read(&plain[..plain.len() - 20]).expect("a token");
        assert!(!read.whole);
        assert_eq!((read.name.as_str(), read.sid.as_str()), ("erika@example.com", SID));
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "====", "hello", "%00", "VgEAVA", "é"] {
            assert_eq!(Token::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_count_of_groups_beyond_the_bytes_ends() {
        let mut bytes = token(false, &body("a@b.example", SID, &[]));
        let at = bytes.len() - 9;
        bytes[at..at + 4].copy_from_slice(&i32::MAX.to_le_bytes());
        assert_eq!(Token::read(&STANDARD.encode(bytes)).map(|token| token.whole), Some(false));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(name in "[a-z]{1,200}@[a-z]{1,20}", groups in proptest::collection::vec("S-1-5-[0-9]{1,9}", 0..20)) {
            let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
            let read = Token::read(&STANDARD.encode(token(false, &body(&name, SID, &groups)))).expect("a token");
            prop_assert!(read.whole);
            prop_assert_eq!(read.name, name);
            prop_assert_eq!(read.groups, groups);
        }

        #[test]
        fn any_text_is_survived(text in ".{0,300}") {
            Token::read(&text);
        }

        #[test]
        fn any_bytes_are_survived(tail in proptest::collection::vec(any::<u8>(), 0..300), packed in any::<bool>()) {
            let mut bytes = b"V\x01\x00T\x07WindowsC".to_vec();
            bytes.push(u8::from(packed));
            bytes.extend(tail);
            Token::read(&STANDARD.encode(bytes));
        }
    }
}

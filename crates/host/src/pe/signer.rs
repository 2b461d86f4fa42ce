//! Who an Authenticode signature says signed: the subject of the certificate that the signer's
//! entry points at.
//!
//! PKCS #7 `SignedData` (RFC 2315) in DER, walked just far enough. `authenticode` was weighed: it
//! brings some twenty crates of a second generation for a name, and verifies no chain either.

use crate::Fact;

/// The name of a signer. Not verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signer {
    /// Common name, for example `Microsoft Corporation`.
    pub common_name: Option<String>,
    /// Organisation.
    pub organisation: Option<String>,
    /// Common name of the issuer of the certificate.
    pub issuer: Option<String>,
}

impl Signer {
    pub(super) fn describe(self, fact: Fact) -> Fact {
        fact.with_some("signer", self.common_name)
            .with_some("signerOrganisation", self.organisation)
            .with_some("signerIssuer", self.issuer)
    }
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const INTEGER: u8 = 0x02;
const OBJECT_ID: u8 = 0x06;
/// `[0]`, constructed.
const CONTEXT_0: u8 = 0xA0;

/// `2.5.4.3`, common name.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
/// `2.5.4.10`, organisation.
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0A];

/// Most certificates looked at. A chain has three or four, twice with a time stamp.
const MOST_CERTIFICATES: usize = 64;

/// One DER element.
#[derive(Clone, Copy)]
struct Element<'d> {
    tag: u8,
    body: &'d [u8],
    /// The element with its header, for comparing.
    whole: &'d [u8],
}

/// Elements one after the other; ends where the bytes make no sense.
#[derive(Clone, Copy)]
struct Elements<'d>(&'d [u8]);

impl<'d> Iterator for Elements<'d> {
    type Item = Element<'d>;

    fn next(&mut self) -> Option<Element<'d>> {
        let tag = *self.0.first()?;
        let first = *self.0.get(1)?;
        let (length, header) = match first {
            0..=0x7F => (usize::from(first), 2),
            0x81..=0x84 => {
                let count = usize::from(first & 0x7F);
                let digits = self.0.get(2..2 + count)?;
                let length = digits.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
                (length, 2 + count)
            }
            _ => return None,
        };
        let end = header.checked_add(length)?;
        let whole = self.0.get(..end)?;
        self.0 = &self.0[end..];
        Some(Element { tag, body: &whole[header..], whole })
    }
}

impl<'d> Element<'d> {
    fn inside(self) -> Elements<'d> {
        Elements(self.body)
    }
}

/// The signer of a PKCS #7 message; `None` if it is not one or names a certificate that it does
/// not hold.
pub(super) fn signer_of(message: &[u8]) -> Option<Signer> {
    let content_info = Elements(message).next().filter(|element| element.tag == SEQUENCE)?;
    let mut parts = content_info.inside();
    parts.next().filter(|element| element.tag == OBJECT_ID)?;
    let signed_data = parts.next().filter(|element| element.tag == CONTEXT_0)?.inside().next()?;
    let parts: Vec<Element<'_>> = signed_data.inside().take(8).collect();
    let certificates = parts.iter().find(|element| element.tag == CONTEXT_0)?;
    let signer_infos = parts.iter().rev().find(|element| element.tag == SET)?;
    // SignerInfo: version, then issuer and serial number.
    let mut info = signer_infos.inside().next()?.inside();
    info.next().filter(|element| element.tag == INTEGER)?;
    let mut wanted = info.next().filter(|element| element.tag == SEQUENCE)?.inside();
    let (issuer, serial) = (wanted.next()?, wanted.next()?);
    for certificate in certificates.inside().take(MOST_CERTIFICATES) {
        let Some(body) = certificate.inside().next() else { continue };
        let mut fields = body.inside().filter(|element| element.tag != CONTEXT_0);
        // Serial number, algorithm, issuer, validity, subject.
        let own_serial = fields.next();
        let (Some(own_issuer), Some(subject)) = (fields.nth(1), fields.nth(1)) else { continue };
        if own_serial.is_some_and(|own| own.body == serial.body) && own_issuer.whole == issuer.whole
        {
            return Some(Signer {
                common_name: attribute(subject, COMMON_NAME),
                organisation: attribute(subject, ORGANISATION),
                issuer: attribute(own_issuer, COMMON_NAME),
            });
        }
    }
    None
}

/// The text of an attribute of a distinguished name.
fn attribute(name: Element<'_>, id: &[u8]) -> Option<String> {
    for pair in name.inside().flat_map(Element::inside) {
        let mut parts = pair.inside();
        if parts.next().is_some_and(|own| own.tag == OBJECT_ID && own.body == id) {
            let text = parts.next()?;
            return Some(match text.tag {
                // BMPString: UTF-16, big end first.
                0x1E => {
                    let units = text.body.as_chunks::<2>().0.iter().map(|u| u16::from_be_bytes(*u));
                    char::decode_utf16(units)
                        .map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER))
                        .collect()
                }
                _ => String::from_utf8_lossy(text.body).into_owned(),
            });
        }
    }
    None
}

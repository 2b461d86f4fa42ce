//! What every reader produces and every detector looks at: one record with named fields.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use crate::{Locator, Timestamp};

/// What kind of log a record comes from, for example `httpproxy` or `iis`.
///
/// An open set: a new format names its kind, and nobody else has to know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct RecordKind(Cow<'static, str>);

impl RecordKind {
    /// HttpProxy logs: the front end's own view of each client request.
    pub const HTTP_PROXY: Self = Self::of("httpproxy");
    /// IIS W3C logs, front end and back end.
    pub const IIS: Self = Self::of("iis");
    /// HTTPERR: requests the kernel refused before IIS saw them.
    pub const HTTP_ERR: Self = Self::of("httperr");
    /// ECP Server logs: each command the control panel ran.
    pub const ECP_SERVER: Self = Self::of("ecp-server");
    /// ECP Activity context logs.
    pub const ECP_ACTIVITY: Self = Self::of("ecp-activity");
    /// Offline address book generator logs.
    pub const OAB_GENERATOR: Self = Self::of("oab-generator");
    /// CmdletInfra `Rps_Http`: remote PowerShell requests.
    pub const RPS_HTTP: Self = Self::of("rps-http");
    /// CmdletInfra `Rps_Cmdlet` and local PowerShell: each cmdlet that ran.
    pub const RPS_CMDLET: Self = Self::of("rps-cmdlet");
    /// Exchange Web Services back-end logs.
    pub const EWS: Self = Self::of("ews");
    /// Message tracking.
    pub const MESSAGE_TRACKING: Self = Self::of("message-tracking");
    /// Transport agent log.
    pub const AGENT: Self = Self::of("agent-log");
    /// SMTP send and receive protocol logs.
    pub const SMTP: Self = Self::of("smtp-protocol");
    /// Admin audit queue.
    pub const ADMIN_AUDIT: Self = Self::of("admin-audit");
    /// ExchangeSetup.log.
    pub const SETUP: Self = Self::of("exchange-setup");
    /// IIS configuration elements.
    pub const IIS_CONFIG: Self = Self::of("iis-config");
    /// Any other log of the common Exchange writer, read by its own header.
    pub const EXCHANGE_LOG: Self = Self::of("exchange-log");
    /// Windows event records.
    pub const EVENT: Self = Self::of("event");
    /// A page that the web server runs, read whole and judged.
    pub const WEB_PAGE: Self = Self::of("web-page");
    /// A file as the listing of the evidence gives it: fields `path`, `name`, `extension` (lower
    /// case, without the dot), `size` (bytes), `created`, `modified`, `attributes` (`hidden`,
    /// `system` or both, where the source keeps them), and `content`, a word for what its first
    /// bytes are (`minidump`, `zip`, `pe`, …) where they were looked at.
    pub const FILE: Self = Self::of("file");
    /// A YARA rule that matched a file's content.
    pub const YARA: Self = Self::of("yara");

    /// A kind with a name fixed at compile time.
    pub const fn of(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One record of evidence, borrowed from the reader that is standing on it.
///
/// Text that is not valid UTF-8 is shown with replacement characters. Field names are the
/// format's own (`AnchorMailbox`, `cs-uri-stem`); lookup ignores ASCII case.
pub trait Record {
    /// Which kind of log it is from.
    fn kind(&self) -> &RecordKind;

    /// When it happened, by the record's own words; `None` if it does not say.
    fn time(&self) -> Option<Timestamp>;

    /// Where it stands in its artefact.
    fn locator(&self) -> Locator;

    /// The text of a field; `None` if the record has no such field. An empty cell is `Some("")`.
    fn get(&self, field: &str) -> Option<Cow<'_, str>>;

    /// All fields in the record's order. A field with several values comes several times.
    fn each(&self, visit: &mut dyn FnMut(&str, &str));

    /// The record's repeating layout, if its format knows one; see [`Shaped`].
    fn shaped(&self) -> Option<&dyn Shaped> {
        None
    }

    /// A short quotation of the record for the report: the raw line, or the fields joined.
    fn excerpt(&self) -> String {
        let mut text = String::with_capacity(EXCERPT_BYTES);
        self.each(&mut |name, value| {
            if !value.is_empty() && text.len() < EXCERPT_BYTES {
                if !text.is_empty() {
                    text.push_str("; ");
                }
                text.push_str(name);
                text.push('=');
                text.push_str(value);
            }
        });
        if text.len() > EXCERPT_BYTES {
            text.truncate(text.floor_char_boundary(EXCERPT_BYTES));
            text.push_str(CUT);
        }
        text.shrink_to_fit();
        text
    }
}

/// A record of a format whose layouts repeat (event templates), so that a reader of millions of
/// them can look up a field's place once per layout instead of once per record.
pub trait Shaped {
    /// Identifies the layout: two records of one process with equal shapes have the same fields
    /// in the same slots.
    fn shape(&self) -> u64;

    /// The slot of a field in this layout, ignoring ASCII case; `None` if the layout lacks it.
    /// A field with several values has one slot.
    fn slot(&self, field: &str) -> Option<u32>;

    /// Appends the text of a slot to `out`; `false` if this record leaves the slot empty. Several
    /// values are separated by a line feed.
    fn text(&self, slot: u32, out: &mut String) -> bool;

    /// How many slots the layout has: they are numbered from 0, and hold all that
    /// [`Record::each`] visits. 0 if it cannot say.
    fn slots(&self) -> u32 {
        0
    }

    /// The bytes that stand for the text of a slot, where they lie in one piece: two records of one
    /// shape with equal `kind` and `bytes` have equal text there, or both none. `None` if they must
    /// be put together first, see [`Shaped::identity`]. For one slot of one shape it is always
    /// `Some` or always `None`.
    fn stored(&self, slot: u32) -> Option<Stored<'_>> {
        let _ = slot;
        None
    }

    /// Appends bytes that stand for the text of a slot: two records of one shape with equal bytes
    /// have equal text there, or both none. For a reader that has seen most values before, this
    /// saves turning them into text.
    fn identity(&self, slot: u32, out: &mut Vec<u8>) -> Makeup {
        let mut text = String::new();
        out.push(u8::from(self.text(slot, &mut text)));
        out.extend_from_slice(text.as_bytes());
        Makeup::Any
    }
}

/// A value as a record stores it, see [`Shaped::stored`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored<'a> {
    /// How the bytes are to be read, in the format's own numbers.
    pub kind: u8,
    /// The bytes.
    pub bytes: &'a [u8],
    /// What the text consists of.
    pub makeup: Makeup,
}

impl Stored<'_> {
    /// The same text, or none, in all records of the shape.
    pub const FIXED: Self = Self { kind: 0, bytes: &[], makeup: Makeup::Fixed };
}

/// What the text of a slot consists of, see [`Shaped::identity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Makeup {
    /// The same text, or none, in all records of this shape.
    Fixed,
    /// Only characters of [`Makeup::CODE`]: a number, time, GUID, security identifier or the like.
    Code,
    /// Any characters.
    Any,
}

impl Makeup {
    /// The characters that [`Makeup::Code`] may consist of, letters in either case.
    pub const CODE: &'static str = "0123456789abcdefstxz-+.:{}";
}

/// Longest quotation of a record kept as evidence, in bytes. Exchange caps appendable columns at
/// 16,384 characters; a quotation needs to be recognised, not complete.
const EXCERPT_BYTES: usize = 1_600;

/// Marks where a quotation was cut.
const CUT: &str = " […]";

/// Cuts raw bytes down to a quotation: valid UTF-8, no longer than the evidence excerpt limit,
/// with a mark where it was cut.
pub fn excerpt_of(bytes: &[u8]) -> String {
    let cut = bytes.len().min(EXCERPT_BYTES);
    let mut text = String::from_utf8_lossy(&bytes[..cut]).into_owned();
    if cut < bytes.len() {
        text.push_str(CUT);
    }
    text
}

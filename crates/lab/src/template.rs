//! Rows as templates: parsed once, then filled by the million with copies and a few digits.
//!
//! A template is text with `{slot}`s. `{{` stands for a brace of the text itself, which is how
//! [`literal`] keeps text that came from elsewhere out of the slot language.

use crate::{
    clock::{self, Millis},
    dice::Dice,
    people::Person,
};

/// Everything the slots of one event are filled from, so that its rows in different logs agree.
pub(crate) struct Moment<'a> {
    /// When the request began.
    pub(crate) begin: Millis,
    /// How long it took, in milliseconds.
    pub(crate) total: u32,
    /// The front end's request id.
    pub(crate) request: [u8; 36],
    /// A second id that several rows share: session, shell, activity.
    pub(crate) session: [u8; 36],
    /// Whose request it is.
    pub(crate) person: &'a Person,
    /// Bytes of the request and of the answer.
    pub(crate) bytes: (u32, u32),
}

impl Moment<'_> {
    /// When the request ended: the time of its rows.
    pub(crate) fn end(&self) -> Millis {
        self.begin + Millis::from(self.total)
    }
}

#[derive(Clone, Copy, Debug)]
enum Slot {
    /// End and begin of the request, ISO 8601.
    End,
    Begin,
    /// A step of the request at this percentage of its time, ISO 8601.
    Step(u32),
    /// Milliseconds at this percentage of its time.
    Part(u32),
    /// Date and clock of the end as IIS writes them.
    Date,
    Clock,
    /// The end plus so many minutes, to the second, without a zone: the expiry of a cookie.
    Expiry(u32),
    Request,
    Session,
    SessionUpper,
    /// A new GUID each time.
    Guid,
    GuidUpper,
    /// Random hex digits, upper-case hex digits, base64 characters.
    Hex(u32),
    HexUpper(u32),
    Base64(u32),
    /// Characters of the URL-safe base64 alphabet, as canaries have them.
    Url64(u32),
    /// A random number between two.
    Number(u32, u32),
    BytesIn,
    BytesOut,
    User,
    Smtp,
    Sid,
    Mailbox,
    Address,
    Device,
}

impl Slot {
    fn parse(name: &str) -> Option<Self> {
        let (name, argument) = name.split_once(':').unwrap_or((name, ""));
        let number = || argument.parse::<u32>().ok();
        Some(match name {
            "end" => Self::End,
            "begin" => Self::Begin,
            "step" => Self::Step(number()?),
            "part" => Self::Part(number()?),
            "date" => Self::Date,
            "clock" => Self::Clock,
            "expiry" => Self::Expiry(number()?),
            "request" => Self::Request,
            "session" => Self::Session,
            "SESSION" => Self::SessionUpper,
            "guid" => Self::Guid,
            "GUID" => Self::GuidUpper,
            "hex" => Self::Hex(number()?),
            "HEX" => Self::HexUpper(number()?),
            "base64" => Self::Base64(number()?),
            "url64" => Self::Url64(number()?),
            "n" => {
                let (low, high) = argument.split_once('-')?;
                Self::Number(low.parse().ok()?, high.parse().ok()?)
            }
            "in" => Self::BytesIn,
            "out" => Self::BytesOut,
            "user" => Self::User,
            "smtp" => Self::Smtp,
            "sid" => Self::Sid,
            "mailbox" => Self::Mailbox,
            "ip" => Self::Address,
            "device" => Self::Device,
            _ => return None,
        })
    }
}

/// A row to be filled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    text: Vec<u8>,
    /// For each slot, where in `text` it stands.
    slots: Vec<(usize, Slot)>,
}

/// Text that holds no slots, whatever braces it has.
pub(crate) fn literal(text: &str) -> String {
    text.replace('{', "{{")
}

impl Template {
    /// Parses a template. What looks like a slot and is none stays text: the lab's own tests
    /// hold that no such text is left in any row.
    pub(crate) fn parse(source: &str) -> Self {
        let mut template = Self::default();
        let mut rest = source;
        while let Some(open) = rest.find('{') {
            template.text.extend_from_slice(&rest.as_bytes()[..open]);
            rest = &rest[open + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                template.text.push(b'{');
                rest = after;
                continue;
            }
            let slot = rest.find('}').and_then(|close| Some((close, Slot::parse(&rest[..close])?)));
            match slot {
                Some((close, slot)) => {
                    template.slots.push((template.text.len(), slot));
                    rest = &rest[close + 1..];
                }
                None => template.text.push(b'{'),
            }
        }
        template.text.extend_from_slice(rest.as_bytes());
        template
    }

    /// Appends the filled row to `out`.
    pub(crate) fn fill(&self, out: &mut Vec<u8>, moment: &Moment<'_>, dice: &mut Dice) {
        let mut from = 0;
        for &(at, slot) in &self.slots {
            out.extend_from_slice(&self.text[from..at]);
            from = at;
            push_slot(out, slot, moment, dice);
        }
        out.extend_from_slice(&self.text[from..]);
    }
}

fn push_slot(out: &mut Vec<u8>, slot: Slot, moment: &Moment<'_>, dice: &mut Dice) {
    let share = |percent: u32| u64::from(moment.total) * u64::from(percent) / 100;
    let number = |out: &mut Vec<u8>, value: u64| clock::push_padded(out, value, 1);
    let start = out.len();
    match slot {
        Slot::End => clock::push_iso(out, moment.end()),
        Slot::Begin => clock::push_iso(out, moment.begin),
        Slot::Step(percent) => clock::push_iso(out, moment.begin + share(percent) as Millis),
        Slot::Part(percent) => number(out, share(percent)),
        Slot::Date => clock::push_date(out, moment.end(), Some(b'-')),
        Slot::Clock => clock::push_clock(out, moment.end()),
        Slot::Expiry(minutes) => {
            let at = moment.end() + Millis::from(minutes) * clock::MINUTE;
            clock::push_date(out, at, Some(b'-'));
            out.push(b'T');
            clock::push_clock(out, at);
        }
        Slot::Request => out.extend_from_slice(&moment.request),
        Slot::Session => out.extend_from_slice(&moment.session),
        Slot::SessionUpper => out.extend_from_slice(&moment.session),
        Slot::Guid | Slot::GuidUpper => out.extend_from_slice(&dice.guid()),
        Slot::Hex(count) | Slot::HexUpper(count) => dice.push_hex(out, count as usize),
        Slot::Base64(count) | Slot::Url64(count) => dice.push_base64(out, count as usize),
        Slot::Number(low, high) => number(out, u64::from(dice.between(low, high))),
        Slot::BytesIn => number(out, u64::from(moment.bytes.0)),
        Slot::BytesOut => number(out, u64::from(moment.bytes.1)),
        Slot::User => out.extend_from_slice(moment.person.user.as_bytes()),
        Slot::Smtp => out.extend_from_slice(moment.person.smtp.as_bytes()),
        Slot::Sid => out.extend_from_slice(moment.person.sid.as_bytes()),
        Slot::Mailbox => out.extend_from_slice(moment.person.mailbox.as_bytes()),
        Slot::Address => out.extend_from_slice(moment.person.address.as_bytes()),
        Slot::Device => out.extend_from_slice(moment.person.device.as_bytes()),
    }
    if matches!(slot, Slot::SessionUpper | Slot::GuidUpper | Slot::HexUpper(_)) {
        out[start..].make_ascii_uppercase();
    }
    if let Slot::Url64(_) = slot {
        for byte in &mut out[start..] {
            *byte = match *byte {
                b'+' => b'-',
                b'/' => b'_',
                other => other,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(source: &str) -> String {
        let person = Person::test();
        let moment = Moment {
            begin: 1_614_754_182_000,
            total: 200,
            request: *b"00000000-0000-4000-8000-000000000001",
            session: *b"abcdefab-0000-4000-8000-000000000002",
            person: &person,
            bytes: (10, 20),
        };
        let mut out = Vec::new();
        Template::parse(source).fill(&mut out, &moment, &mut Dice::new(1));
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn slots_are_filled_and_other_braces_stay() {
        assert_eq!(
            filled("{end},{begin},{step:50},{part:10},{in}/{out}"),
            "2021-03-03T06:49:42.200Z,2021-03-03T06:49:42.000Z,2021-03-03T06:49:42.100Z,20,10/20"
        );
        assert_eq!(filled("{SESSION}"), "ABCDEFAB-0000-4000-8000-000000000002");
        assert_eq!(filled("{expiry:10}"), "2021-03-03T06:59:42");
        assert_eq!(filled("a {nothing} {"), "a {nothing} {");
    }

    #[test]
    fn literal_text_is_never_a_slot() {
        let hostile = "function f(){end} {user} {{guid}";
        assert_eq!(filled(&literal(hostile)), hostile);
    }
}

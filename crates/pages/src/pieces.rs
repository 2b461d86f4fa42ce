//! What stands behind the first [`MAX_JUDGED`] bytes of a file, judged piece by piece: padding in
//! front of a back door does not hide it.
//!
//! Each piece is judged for itself, with the page's directives and the tag that is open where it
//! begins put before it. What only two pieces together would show is not seen, and so
//! [`Judgement::truncated`] stays.

use crate::{
    judge::{Grade, Judgement, MAX_JUDGED, Reason, judge_in_full},
    lines,
    page::{Form, attribute},
    quick, view,
};

/// Bytes of a file that are looked at in all: no page is as large, and what is larger costs no more.
pub const MAX_LOOKED: usize = 16 * MAX_JUDGED;

/// Bytes that a piece shares with the one before it, so that code across the border is whole in one
/// of them. Back doors have a tenth of it.
const SHARED: usize = 64 * 1024;

/// Bytes at the beginning of a file in which directives are looked for.
const DIRECTIVES: usize = 8 * 1024;

/// Longest tag that is put before a piece.
const MAX_TAG: usize = 8 * 1024;

/// Reasons kept of all pieces, as many as of one.
const MAX_REASONS: usize = 64;

/// Judges what stands behind the first [`MAX_JUDGED`] bytes and adds it to what these gave.
pub(crate) fn judge_rest(name: &str, bytes: &[u8], judged: &mut Judgement) {
    let bytes = &bytes[..bytes.len().min(MAX_LOOKED)];
    let form = judged.form;
    let (mut open, mut passed, mut lines) = (Open::Nothing, 0, 0);
    let mut start = MAX_JUDGED - SHARED;
    while start + SHARED < bytes.len() {
        lines += lines::count(&bytes[passed..start]);
        open = open.after(bytes, passed, start);
        passed = start;
        let piece = Piece::at(form, judged, bytes, start, &open);
        if piece.may_count(form, &open) {
            let own = judge_in_full(name, form, judged.container, &piece.text, true);
            // What is put before has no line of its own, and what is skipped has.
            let before = lines + lines::count(&bytes[start..piece.start]);
            let lead = lines::count(&piece.text[..piece.lead]);
            judged.add(own.reasons.into_iter().filter_map(|reason| {
                let offset = reason.offset.checked_sub(piece.lead as u64)? + piece.start as u64;
                Some(Reason { line: (before + reason.line).saturating_sub(lead), offset, ..reason })
            }));
            judged.abilities.extend(own.abilities);
        }
        if piece.end == bytes.len() {
            break;
        }
        // Letters of two or four bytes are not cut.
        start = (piece.end - SHARED) & !3;
    }
}

impl Judgement {
    /// Adds reasons of a further piece; of the same reason only the heaviest counts.
    fn add(&mut self, reasons: impl Iterator<Item = Reason>) {
        for reason in reasons {
            match self.reasons.iter_mut().find(|own| own.what == reason.what) {
                Some(own) if reason.weight > own.weight => *own = reason,
                Some(_) => {}
                None => self.reasons.push(reason),
            }
        }
        self.reasons.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.offset.cmp(&b.offset)));
        self.reasons.truncate(MAX_REASONS);
        let weight = self.reasons.iter().map(|reason| u32::from(reason.weight)).sum();
        self.grade = self.grade.max(Grade::of(weight));
    }
}

/// What is open where a piece begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    /// A server block: `<%`.
    Block,
    /// A server script; where its tag begins and ends.
    Script(usize, usize),
}

impl Open {
    /// What is open at `end`, if this is open at `from`.
    fn after(self, bytes: &[u8], from: usize, end: usize) -> Self {
        let passed = &bytes[from..end];
        let last = |mark: &[u8]| memchr::memmem::rfind(passed, mark);
        let now = match (last(b"<%"), last(b"%>")) {
            (None, None) => self,
            (opened, closed) if opened > closed => return Self::Block,
            _ if self == Self::Block => Self::Nothing,
            _ => self,
        };
        // The last tag that opens or closes a script decides.
        let tag = memchr::memrchr_iter(b'<', passed).find_map(|at| {
            let rest = &passed[at + 1..];
            let named = |name: &[u8]| {
                rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
            };
            (named(b"script") || named(b"/script")).then_some(from + at)
        });
        let Some(at) = tag else { return now };
        let limit = bytes.len().min(at + MAX_TAG);
        let close = memchr::memchr(b'>', &bytes[at..limit]).map_or(limit, |length| at + length + 1);
        if attribute(&bytes[at..close], "runat").is_some() {
            Self::Script(at, close)
        } else {
            Self::Nothing
        }
    }
}

/// A piece with what is put before it.
struct Piece {
    text: Vec<u8>,
    /// Bytes put before it.
    lead: usize,
    /// Where in the file it begins and ends.
    start: usize,
    end: usize,
    /// Whether the text is UTF-16 or UTF-32.
    wide: bool,
}

impl Piece {
    fn at(form: Form, judged: &Judgement, bytes: &[u8], mut start: usize, open: &Open) -> Self {
        let wide = view::is_wide(judged.container, bytes);
        let text = if wide { mark(bytes).to_vec() } else { lead(form, bytes, open) };
        let end = bytes.len().min(start + MAX_JUDGED - text.len());
        if !wide && (is_all_code(form) || *open != Open::Nothing) {
            start += comment(&bytes[start..end]);
        }
        Self { lead: text.len(), text: [&text, &bytes[start..end]].concat(), start, end, wide }
    }

    /// Whether judging it can show anything.
    fn may_count(&self, form: Form, open: &Open) -> bool {
        let inside = *open != Open::Nothing || is_all_code(form);
        inside || self.wide || quick::marked(form, &self.text[self.lead..])
    }
}

/// Whether a file of this form holds code that no tag opens.
fn is_all_code(form: Form) -> bool {
    matches!(form, Form::Handler | Form::Source | Form::Razor | Form::Transform | Form::Config)
}

/// The byte order mark of a file, if it has one.
fn mark(bytes: &[u8]) -> &[u8] {
    let marks: [&[u8]; 4] = [b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\xff\xfe", b"\xfe\xff"];
    marks.into_iter().find(|mark| bytes.starts_with(mark)).unwrap_or_default()
}

/// What makes a piece read as it would be read in its place: the directives of the page, and the
/// tag that is open.
fn lead(form: Form, bytes: &[u8], open: &Open) -> Vec<u8> {
    let head = &bytes[..bytes.len().min(DIRECTIVES)];
    let mut lead = Vec::new();
    for at in memchr::memmem::find_iter(head, b"<%@") {
        if let Some(length) = memchr::memmem::find(&head[at..], b"%>") {
            lead.extend_from_slice(&head[at..at + length + 2]);
        }
    }
    match open {
        _ if form == Form::Razor => lead.extend_from_slice(b"@{ "),
        Open::Block => lead.extend_from_slice(b"<% "),
        Open::Script(from, to) => lead.extend_from_slice(&bytes[*from..*to]),
        Open::Nothing => {}
    }
    lead
}

/// How much of code that begins inside a comment belongs to it.
fn comment(code: &[u8]) -> usize {
    let opens = memchr::memmem::find(code, b"/*").unwrap_or(code.len());
    let closes = memchr::memmem::find(&code[..opens], b"*/");
    closes.map_or(0, |at| at + 2)
}

#[cfg(test)]
#[path = "pieces_tests.rs"]
mod tests;

//! The walk over a page's markup, from one `<` to the next: server blocks, scripts, server tags.

use super::{Block, Kind, Lang, MAX_TAG, Page, attribute, language_named};
use crate::view::find_fold;

/// Bytes of tags that are read, in lengths of the text: tags stand inside tags where a server
/// expression does, so each byte is read about twice. Beyond it a tag ends at the next one.
const TAG_BUDGET: usize = 4;

struct Walk<'a> {
    text: &'a [u8],
    lang: Lang,
    page: &'a mut Page,
    /// Bytes of tags that may still be read.
    budget: usize,
    /// The `</script` found last, from where it was looked for, and where it stands.
    script: (usize, usize),
    /// Where the last script for the browser ends: what opens inside it is part of it.
    client: usize,
}

/// Walks the markup and puts what it finds into the page.
pub(super) fn walk(text: &[u8], lang: Lang, page: &mut Page) {
    let budget = TAG_BUDGET * text.len() + MAX_TAG;
    let mut walk = Walk { text, lang, page, budget, script: (usize::MAX, 0), client: 0 };
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'<', &text[at..]).map(|found| at + found) {
        at = walk.step(next);
    }
}

impl Walk<'_> {
    /// Reads what begins at a `<`; returns where to go on.
    fn step(&mut self, next: usize) -> usize {
        let text = self.text;
        match text.get(next + 1) {
            Some(b'%') => self.server_block(next),
            Some(b's' | b'S') if starts_fold(&text[next..], b"<script") => self.script(next),
            Some(b'!') if text[next..].starts_with(b"<!--") => {
                let end = self.tag_end(next);
                if find_fold(&text[next..end], b"#include", 0).is_some() {
                    self.page.includes.push((next, end));
                }
                // Server blocks inside HTML comments run all the same: only the opening is skipped.
                next + 4
            }
            Some(byte) if byte.is_ascii_alphabetic() => {
                let end = self.tag_end(next);
                let tag = &text[next..end];
                if attribute(tag, "runat").is_some() {
                    self.page.controls.push((next, end));
                }
                // A server expression inside the tag is read on its own.
                memchr::memchr(b'<', &tag[1..]).map_or(end, |inner| next + 1 + inner)
            }
            _ => next + 1,
        }
    }

    /// Where a tag ends: at the first `>` that closes no server expression.
    fn tag_end(&mut self, start: usize) -> usize {
        let text = self.text;
        let limit = (start + MAX_TAG).min(text.len());
        if self.budget == 0 {
            let next = text.get(start + 1..limit).and_then(|rest| memchr::memchr(b'<', rest));
            return next.map_or(limit, |next| start + 1 + next);
        }
        let mut from = start;
        let end = loop {
            match memchr::memchr(b'>', &text[from..limit]).map(|found| from + found) {
                Some(close) if close > start && text[close - 1] == b'%' => from = close + 1,
                Some(close) => break close + 1,
                None => break limit,
            }
        };
        self.budget = self.budget.saturating_sub(end - start);
        end
    }

    fn server_block(&mut self, start: usize) -> usize {
        let text = self.text;
        if text[start..].starts_with(b"<%--") {
            let end = memchr::memmem::find(&text[start..], b"--%>");
            return end.map_or(text.len(), |length| start + length + 4);
        }
        let mark = text.get(start + 2).copied();
        let marked = matches!(mark, Some(b'=' | b':' | b'#' | b'$' | b'@'));
        let inner = (start + if marked { 3 } else { 2 }).min(text.len());
        let close = memchr::memmem::find(&text[inner..], b"%>").map(|length| inner + length);
        let end = close.unwrap_or(text.len());
        let (blocks, lang) = (&mut self.page.blocks, self.lang);
        match mark {
            Some(b'@') => self.page.directives.push((start, (end + 2).min(text.len()))),
            Some(b'$') => {}
            Some(b'#') => blocks.push(Block { kind: Kind::Binding(lang), start: inner, end }),
            _ => blocks.push(Block { kind: Kind::Code(lang), start: inner, end }),
        }
        (end + 2).min(text.len())
    }

    fn script(&mut self, start: usize) -> usize {
        let text = self.text;
        let open = self.tag_end(start);
        let tag = &text[start..open];
        let end = self.script_end(open);
        if attribute(tag, "runat").is_some() {
            let own = attribute(tag, "language").and_then(|name| language_named(&name));
            if attribute(tag, "src").is_some() {
                self.page.sourced.push(start);
            }
            let kind = Kind::Code(own.unwrap_or(self.lang));
            self.page.blocks.push(Block { kind, start: open, end });
            return end;
        }
        if open >= self.client {
            self.page.blocks.push(Block { kind: Kind::Client, start: open, end });
            self.client = end;
        }
        // Server blocks inside client script are found by going on right after the tag.
        let inside = memchr::memmem::find(&text[open..end], b"<%");
        inside.map_or(end, |found| open + found)
    }

    /// Where the script that opens here closes; one that is looked for twice is found once.
    fn script_end(&mut self, open: usize) -> usize {
        let (asked, found) = self.script;
        if open < asked || open > found {
            let end = find_fold(self.text, b"</script", open).unwrap_or(self.text.len());
            self.script = (open, end);
        }
        self.script.1
    }
}

fn starts_fold(text: &[u8], wanted: &[u8]) -> bool {
    text.get(..wanted.len()).is_some_and(|head| head.eq_ignore_ascii_case(wanted))
}

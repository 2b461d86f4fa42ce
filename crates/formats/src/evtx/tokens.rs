//! The tokens of binary XML, walked in one loop without recursion.
//!
//! Layout as documented by the libevtx project ("Windows XML Event Log (EVTX) format") and in
//! [MS-EVEN6] 2.2.12. Offsets of names are relative to the chunk, so a walk needs the whole chunk.

use super::bytes::{u16_at, u32_at};

/// Why a walk ended early: what was found where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Offset in the chunk.
    pub(super) at: usize,
    /// What was expected there.
    pub(super) what: &'static str,
}

/// What a walk passes.
pub(super) trait Visit {
    /// An element opens; `name` is the chunk offset of its name.
    fn element(&mut self, name: usize);
    /// An attribute of the open element; its value follows.
    fn attribute(&mut self, name: usize);
    /// The start tag is complete; what follows is content.
    fn content(&mut self);
    /// Literal text, UTF-16LE, at a chunk offset.
    fn text(&mut self, at: usize, utf16: &[u8]);
    /// A place for value `index` of the template instance, declared to be of type `kind`.
    fn value(&mut self, index: u16, kind: u8);
    /// An entity reference; `name` is the chunk offset of its name.
    fn entity(&mut self, name: usize);
    /// A template instance among elements that are not a template's; `at` is the chunk offset of
    /// its version, behind its token.
    fn instance(&mut self, at: usize);
    /// The open element ends.
    fn close(&mut self);
}

/// Most tokens in one fragment. A record is at most 64 KiB and a token at least one byte; real
/// templates have a few hundred.
const MOST_TOKENS: usize = 16_384;

/// Deepest nesting of elements. Real events stay under ten.
const DEEPEST: usize = 64;

/// What ended a walk in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// An end-of-fragment token; the offset behind it.
    Fragment(usize),
    /// A template instance; the offset behind its token.
    Template(usize),
}

/// Walks the tokens from `at`, not beyond `end`. Elements of a template definition carry a
/// dependency id (`in_template`), those of a record without a template do not.
pub(super) fn walk(
    chunk: &[u8],
    mut at: usize,
    end: usize,
    in_template: bool,
    visit: &mut dyn Visit,
) -> Result<End, Fault> {
    let mut depth = 0_usize;
    for _ in 0..MOST_TOKENS {
        let here = at;
        let fault = |what| Fault { at: here, what };
        let token = *chunk.get(at).filter(|_| at < end).ok_or(fault("a token"))?;
        at += 1;
        match token {
            0x00 => return Ok(End::Fragment(at)),
            0x01 | 0x41 => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(fault("fewer nested elements"));
                }
                let size = if in_template { 6 } else { 4 };
                let (name, next) = name(chunk, at + size)?;
                at = if token == 0x41 { next + 4 } else { next };
                visit.element(name);
            }
            0x03 | 0x04 => {
                visit.close();
                depth = depth.checked_sub(1).ok_or(fault("an open element"))?;
            }
            0x0c if in_template => return Ok(End::Template(at)),
            0x0c => {
                visit.instance(at);
                at = behind_instance(chunk, at).ok_or(fault("a template instance"))?;
            }
            _ => at = leaf(chunk, at, token, visit)?,
        }
    }
    Err(Fault { at, what: "an end to the fragment" })
}

/// Passes a token that neither opens, closes nor ends anything; `at` lies behind it. The offset
/// behind what belongs to it.
#[inline]
fn leaf(chunk: &[u8], at: usize, token: u8, visit: &mut dyn Visit) -> Result<usize, Fault> {
    let fault = |what| Fault { at: at - 1, what };
    Ok(match token {
        0x02 => {
            visit.content();
            at
        }
        0x05 | 0x45 => {
            let text = sized_text(chunk, at + 1).ok_or(fault("literal text"))?;
            visit.text(at + 3, text);
            at + 3 + text.len()
        }
        0x06 | 0x46 => {
            let (name, behind) = name(chunk, at)?;
            visit.attribute(name);
            behind
        }
        0x07 | 0x47 => {
            let text = sized_text(chunk, at).ok_or(fault("a CDATA section"))?;
            visit.text(at + 2, text);
            at + 2 + text.len()
        }
        0x08 | 0x48 => {
            visit.text(at, chunk.get(at..at + 2).ok_or(fault("a character"))?);
            at + 2
        }
        0x09 | 0x49 => {
            let (name, behind) = name(chunk, at)?;
            visit.entity(name);
            behind
        }
        0x0a => name(chunk, at)?.1,
        0x0b => at + 2 + sized_text(chunk, at).ok_or(fault("an instruction"))?.len(),
        0x0d | 0x0e => {
            let index = u16_at(chunk, at).ok_or(fault("a value index"))?;
            let kind = *chunk.get(at + 2).ok_or(fault("a value type"))?;
            visit.value(index, kind);
            at + 3
        }
        0x0f => at + 3,
        _ => return Err(fault("a known token")),
    })
}

/// The offset behind a template instance: version, id, offset of the definition (which may stand
/// right here), then the sizes and types of the values, and these.
fn behind_instance(chunk: &[u8], at: usize) -> Option<usize> {
    let mut values = at + 9;
    if u32_at(chunk, at + 5)? as usize == values {
        values += 24 + u32_at(chunk, values + 20)? as usize;
    }
    let count = u32_at(chunk, values)? as usize;
    let start = values.checked_add(4)?.checked_add(count.checked_mul(4)?)?;
    let descriptors = chunk.get(values + 4..start)?;
    let size = |descriptor: &[u8]| u16_at(descriptor, 0).map_or(0, usize::from);
    Some(start + descriptors.chunks_exact(4).map(size).sum::<usize>())
}

/// The chunk offset of a name and the offset behind the reference; a name used for the first time
/// stands right behind its reference.
fn name(chunk: &[u8], at: usize) -> Result<(usize, usize), Fault> {
    let fault = Fault { at, what: "a name" };
    let offset = u32_at(chunk, at).ok_or(fault)? as usize;
    let behind = at + 4;
    if offset != behind {
        return Ok((offset, behind));
    }
    let count = usize::from(u16_at(chunk, offset + 6).ok_or(fault)?);
    Ok((offset, behind + 10 + 2 * count))
}

fn sized_text(chunk: &[u8], at: usize) -> Option<&[u8]> {
    let count = usize::from(u16_at(chunk, at)?);
    chunk.get(at + 2..at + 2 + 2 * count)
}

/// The UTF-16LE bytes of the name at a chunk offset.
pub(super) fn name_bytes(chunk: &[u8], offset: usize) -> Option<&[u8]> {
    sized_text(chunk, offset.checked_add(6)?)
}

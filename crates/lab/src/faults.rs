//! What goes wrong with evidence after it was written: files cut, emptied, garbled, renamed.

#![expect(clippy::disallowed_methods, reason = "the lab writes evidence trees")]

use std::{fs, io, path::Path};

use crate::{
    dice::Dice,
    log::{Log, place},
    recipe::{Fault, Recipe},
};

/// Where renamed files go: a folder that tells nothing.
const NOWHERE: &str = r"C:\Evidence\from-admin";

/// Applies the recipe's faults to the files of a tree. Returns the Windows paths, as they were
/// before, of what was changed; `files` gets the new names.
pub(crate) fn apply(
    recipe: &Recipe,
    root: &Path,
    files: &mut [(Log, String)],
) -> io::Result<Vec<String>> {
    let mut changed = Vec::new();
    let mut dice = Dice::new(recipe.seed ^ 0xfa17);
    let mut turn = 0;
    for fault in &recipe.faults {
        let (log, every) = match fault {
            Fault::Truncated { log } => (*log, 1),
            Fault::EmptyFiles { log, every }
            | Fault::DamagedRows { log, every }
            | Fault::RenamedFiles { log, every } => (*log, (*every).max(1)),
            Fault::Hole { .. } | Fault::Missing { .. } => continue,
        };
        let own: Vec<usize> = (0..files.len()).filter(|index| files[*index].0 == log).collect();
        let chosen: Vec<usize> = match fault {
            Fault::Truncated { .. } => own.last().copied().into_iter().collect(),
            Fault::DamagedRows { .. } => own,
            _ => own.into_iter().step_by(every as usize).collect(),
        };
        for index in chosen {
            let windows = files[index].1.clone();
            let path = place(root, &windows);
            match fault {
                Fault::RenamedFiles { .. } => {
                    let name = format!(r"{NOWHERE}\{}.txt", dice.hex_text(12));
                    let target = place(root, &name);
                    fs::create_dir_all(place(root, NOWHERE))?;
                    fs::rename(&path, target)?;
                    files[index].1 = name;
                }
                Fault::EmptyFiles { .. } => fs::write(&path, b"")?,
                Fault::Truncated { .. } => fs::write(&path, cut_short(&fs::read(&path)?))?,
                _ => fs::write(&path, garbled(&fs::read(&path)?, every, &mut turn))?,
            }
            changed.push(windows);
        }
    }
    Ok(changed)
}

/// The content up to the middle of its last row.
fn cut_short(content: &[u8]) -> &[u8] {
    let body = content.strip_suffix(b"\r\n").unwrap_or(content);
    let last = body.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    &content[..last + (body.len() - last) / 2]
}

/// The content with one row of so many cut, lengthened or overwritten with NULs, in turn.
fn garbled(content: &[u8], every: u32, turn: &mut u32) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rows = 0;
    for line in content.split_inclusive(|byte| *byte == b'\n') {
        let header = line.starts_with(b"#")
            || line.starts_with(b"\xef\xbb\xbf")
            || line.starts_with(b"DateTime,");
        rows += u32::from(!header);
        if header || rows % every != 0 {
            out.extend_from_slice(line);
            continue;
        }
        let body = line.strip_suffix(b"\r\n").unwrap_or(line);
        *turn += 1;
        match *turn % 3 {
            1 => out.extend_from_slice(&body[..body.len() / 2]),
            2 => {
                out.extend_from_slice(body);
                out.extend_from_slice(b",one cell,too many");
            }
            _ => out.resize(out.len() + body.len(), 0),
        }
        out.extend_from_slice(b"\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_file_ends_inside_its_last_row() {
        assert_eq!(cut_short(b"#Fields: a\r\none\r\nlast row\r\n"), b"#Fields: a\r\none\r\nlast");
        assert_eq!(cut_short(b""), b"");
    }

    #[test]
    fn damage_takes_turns_and_spares_headers() {
        let content = b"#x\r\naaaa\r\nbbbb\r\ncccc\r\ndddd\r\neeee\r\nffff\r\n";
        assert_eq!(
            garbled(content, 2, &mut 0),
            b"#x\r\naaaa\r\nbb\r\ncccc\r\ndddd,one cell,too many\r\neeee\r\n\0\0\0\0\r\n"
        );
    }
}

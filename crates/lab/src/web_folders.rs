//! Web folders as large as a real server's, for benches: some sixty thousand files of the sorts and
//! sizes that Exchange hands out, none of them a back door, none known by its hash.
//!
//! Sorts and sizes after the published baselines of Exchange's files
//! (<https://github.com/microsoft/CSS-Exchange>): by number mostly scripts, images and styles, by
//! bytes mostly libraries.

#![expect(clippy::disallowed_methods, reason = "the lab writes the servers it makes")]

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use host::writers::program::NewProgram;

use crate::dice::Dice;

/// Words of scripts, styles and pages.
const WORDS: [&str; 24] = [
    "document", "window", "length", "value", "item", "index", "event", "target", "source",
    "options", "settings", "handler", "callback", "string", "number", "array", "owa", "ecp",
    "mail", "folder", "view", "model", "render", "update",
];

/// Folders below the installation that hold most files.
const FOLDERS: [&str; 6] = [
    "FrontEnd/HttpProxy/owa/auth/15.2.1544/themes/resources",
    "FrontEnd/HttpProxy/ecp/auth/15.2.1544/scripts",
    "ClientAccess/Owa/prem/15.2.1544.4/scripts",
    "ClientAccess/Owa/prem/15.2.1544.4/resources/images",
    "ClientAccess/ecp/15.2.1544.4/themes/default",
    "ClientAccess/exchweb/bin",
];

/// Where pages lie.
const PAGES: &str = "ClientAccess/ecp/pages";

/// Files of one folder: real ones hold some hundred.
const FILES_PER_FOLDER: u32 = 300;

/// Bytes of the text that files are cut from.
const STOCK_BYTES: usize = 1 << 20;

/// Writes `files` files below `out`, at about 50 KB each; returns their bytes together.
///
/// # Errors
/// When something cannot be written.
pub fn write_web_folders(files: u32, out: &Path, seed: u64) -> io::Result<u64> {
    let mut dice = Dice::new(seed);
    let stock =
        Stock { script: script(&mut dice), style: style(&mut dice), noise: noise(&mut dice) };
    let mut written = 0;
    for number in 0..files {
        let (extension, content) = stock.file(number, &mut dice);
        // Pages lie behind the sign-in: in front of it builds ship ten of them.
        let place = if extension == "aspx" { PAGES } else { FOLDERS[dice.index(FOLDERS.len())] };
        let folder = folder(out, place, number / FILES_PER_FOLDER);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("f{number}.{extension}")), &content)?;
        written += content.len() as u64;
    }
    Ok(written)
}

fn folder(out: &Path, name: &str, number: u32) -> PathBuf {
    let install = out.join("C/Program Files/Microsoft/Exchange Server/V15");
    install.join(name).join(format!("d{number}"))
}

/// Text and noise that files are cut from, since making each letter anew would take minutes.
struct Stock {
    script: Vec<u8>,
    style: Vec<u8>,
    noise: Vec<u8>,
}

impl Stock {
    fn file(&self, number: u32, dice: &mut Dice) -> (&'static str, Vec<u8>) {
        let head = format!("/* {number} */\n").into_bytes();
        match dice.between(0, 99) {
            0..35 => ("js", [head, self.cut(&self.script, 50_000, dice)].concat()),
            35..50 => ("css", [head, self.cut(&self.style, 20_000, dice)].concat()),
            50..82 => {
                let noise = self.cut(&self.noise, 8_000, dice);
                ("png", [b"\x89PNG\r\n\x1a\n".to_vec(), head, noise].concat())
            }
            82..88 => ("aspx", page(number, &self.cut(&self.script, 3_000, dice))),
            88..95 => ("dll", self.program(number, dice)),
            _ => {
                let text = self.cut(&self.script, 30_000, dice);
                let text = String::from_utf8_lossy(&text).replace(['<', '&'], " ");
                (
                    "xml",
                    format!("<?xml version=\"1.0\"?>\n<x n=\"{number}\">{text}</x>").into_bytes(),
                )
            }
        }
    }

    /// A piece of a stock of about `usual` bytes, some much longer, as file sizes are.
    fn cut(&self, stock: &[u8], usual: u32, dice: &mut Dice) -> Vec<u8> {
        let doublings = (0..4).take_while(|_| dice.chance(1, 2)).count();
        let size = (dice.between(usual / 8, usual / 2) as usize) << doublings;
        let start = dice.index(stock.len() / 2);
        stock[start..].iter().copied().cycle().take(size).collect()
    }

    fn program(&self, number: u32, dice: &mut Dice) -> Vec<u8> {
        let name = format!("Microsoft.Exchange.Part{number}.dll");
        let strings = [("CompanyName", "Microsoft Corporation"), ("OriginalFilename", &*name)];
        let made = NewProgram {
            strings: &strings,
            is_managed: true,
            signer: Some(("Microsoft Corporation", "Microsoft Code Signing PCA 2011")),
            ..NewProgram::default()
        };
        [made.bytes(), self.cut(&self.noise, 350_000, dice)].concat()
    }
}

fn script(dice: &mut Dice) -> Vec<u8> {
    lines(dice, |dice| {
        let mut word = || WORDS[dice.index(WORDS.len())];
        let (a, b, c, d) = (word(), word(), word(), word());
        format!(
            "    if ({a}.{b}) {{ return {c}({d}); }} // {b} of {a}\n    var {c}_{d} = {a}[\"{b}\"];\n"
        )
    })
}

fn style(dice: &mut Dice) -> Vec<u8> {
    lines(dice, |dice| {
        let (a, b) = (WORDS[dice.index(WORDS.len())], WORDS[dice.index(WORDS.len())]);
        let size = dice.between(0, 99);
        format!(
            ".{a}-{b} .{b} {{ color: #{size:06x}; margin: {size}px; background: url({a}.png) }}\n"
        )
    })
}

fn lines(dice: &mut Dice, line: impl Fn(&mut Dice) -> String) -> Vec<u8> {
    let mut text = Vec::with_capacity(STOCK_BYTES);
    while text.len() < STOCK_BYTES {
        text.extend(line(dice).into_bytes());
    }
    text
}

fn noise(dice: &mut Dice) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(STOCK_BYTES);
    while bytes.len() < STOCK_BYTES {
        // Machine code and packed images: not quite even, with stretches of zeros.
        let value = dice.between(0, u32::MAX).to_le_bytes();
        bytes.extend(value);
        bytes.extend([0; 2].iter().take(dice.index(3)));
    }
    bytes
}

fn page(number: u32, script: &[u8]) -> Vec<u8> {
    let head = format!(
        "<%@ Page Language=\"C#\" AutoEventWireup=\"true\" Inherits=\"Microsoft.Exchange.P{number}\" %>\n\
         <%@ Import Namespace=\"Microsoft.Exchange.Clients.Common\" %>\n<html><head>\n\
         <script runat=\"server\">\nprotected override void OnLoad(EventArgs e) {{\n\
         base.OnLoad(e); foreach (string name in Request.QueryString) {{\n\
         Label.Text += Server.HtmlEncode(name); }} }}\n</script></head><body><%= Title %>\n<script>\n"
    );
    [head.as_bytes(), script, b"\n</script></body></html>\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_folders() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = write_web_folders(200, one.path(), 1).unwrap();
        assert_eq!(first, write_web_folders(200, other.path(), 1).unwrap());
        assert!((2_000_000..40_000_000).contains(&first), "{first}");
    }
}

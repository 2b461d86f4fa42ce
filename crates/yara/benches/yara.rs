//! Time of the shipped rules on small and large files, beside hashing the same bytes, and what
//! starting costs. `cargo bench -p afterpatch-yara`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints")]

use std::{hint::black_box, time::Instant};

use model::WinPath;
use sha2::{Digest, Sha256};
use yara::{File, PackFile, Rules, SHIPPED};

/// Rounds over small files.
const ROUNDS: u32 = 400;

/// Size of the large files.
const LARGE: usize = 16 << 20;

/// Batches of rounds; the fastest counts, because others use the machine too.
const BATCHES: u32 = 8;

fn seconds(rounds: u32, run: impl Fn()) -> f64 {
    run();
    let batch = |_| {
        let start = Instant::now();
        (0..rounds.div_ceil(BATCHES)).for_each(|_| run());
        start.elapsed().as_secs_f64() / f64::from(rounds.div_ceil(BATCHES))
    };
    (0..BATCHES).map(batch).fold(f64::MAX, f64::min)
}

fn time(rules: &Rules, what: &str, bytes: &[u8], rounds: u32) {
    let path = WinPath::new("C:\\inetpub\\wwwroot\\a.aspx");
    let scan = seconds(rounds, || {
        black_box(rules.scan(&File { path: &path, bytes, owner: None }, false));
    });
    let hash = seconds(rounds, || {
        black_box(Sha256::digest(bytes));
    });
    println!(
        "{what:<28}{:>10} bytes {:>9.4} ms {:>7.0} MB/s {:>6.1} x its SHA-256",
        bytes.len(),
        scan * 1e3,
        bytes.len() as f64 / scan / 1e6,
        scan / hash
    );
}

/// Bytes without pattern, the same each time.
fn noise(size: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(size + 8);
    while bytes.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(size);
    bytes
}

/// A stand-in for a large public pack.
fn pack(rules: usize) -> String {
    let mut text = String::new();
    for (index, word) in noise(rules * 8).chunks(8).enumerate() {
        let name: String = word.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
        text.push_str(&format!(
            "rule r{index} {{ strings: $a = \"{name}\" nocase $b = \"{name}.exe\" wide $c = {{ {} }} condition: uint16(0) == 0x5a4d and 2 of them }}\n",
            word.iter().map(|byte| format!("{byte:02x} ")).collect::<String>(),
        ));
    }
    text
}

fn main() {
    let start = Instant::now();
    let rules = Rules::shipped();
    println!(
        "shipped: {} rules ready in {:.1} ms",
        rules.list().count(),
        start.elapsed().as_secs_f64() * 1e3
    );
    let start = Instant::now();
    black_box(Rules::with_packs(
        SHIPPED.iter().map(|(name, text)| PackFile { name, bytes: text.as_bytes() }),
    ));
    println!("compiled again in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);

    let row = "<td><%= F(Request[\"id\"]) %></td><asp:Label ID=\"l\" runat=\"server\"/>\r\n";
    let code = format!("<%@ Page Language=\"C#\" %>\r\n{}", row.repeat(60));
    let markup = format!(
        "<%@ Page Language=\"C#\" %>\r\n{}",
        "<p class=\"a\">text of a page</p>\r\n".repeat(130)
    );
    let script = "function a(b){return b.c(function(d){return d.e+\"f\"})}\n".repeat(LARGE / 54);
    let mut program = noise(LARGE);
    program[..2].copy_from_slice(b"MZ");
    time(&rules, "small page of server code", code.as_bytes(), ROUNDS);
    time(&rules, "small page of markup", markup.as_bytes(), ROUNDS);
    time(&rules, "small picture", &noise(4_096), ROUNDS);
    time(&rules, "large script", script.as_bytes(), 3);
    time(&rules, "large page of server code", code.repeat(LARGE / code.len()).as_bytes(), 3);
    time(&rules, "large program", &program, 3);

    let text = pack(5_000);
    let start = Instant::now();
    let (rules, faulty) = Rules::with_packs([PackFile { name: "big.yar", bytes: text.as_bytes() }]);
    println!(
        "pack: {} rules, {} faulty, ready in {:.0} ms",
        rules.list().count(),
        faulty.len(),
        start.elapsed().as_secs_f64() * 1e3
    );
    time(&rules, "pack, small page", code.as_bytes(), ROUNDS);
    time(&rules, "pack, large program", &program, 1);
}

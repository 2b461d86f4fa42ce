//! Time of judging pages of ordinary size: a benign one, a shell, shipped-like script.
//! `cargo bench -p afterpatch-pages`.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints")]

use std::{hint::black_box, time::Instant};

use pages::{check_name, judge, known_good};

/// Rounds per measurement.
const ROUNDS: u32 = 400;

fn time(what: &str, bytes: usize, run: impl Fn()) {
    run();
    let start = Instant::now();
    for _ in 0..ROUNDS {
        run();
    }
    let each = start.elapsed() / ROUNDS;
    println!("{what:<34}{bytes:>9} bytes {:>9.1} µs", each.as_secs_f64() * 1e6);
}

fn main() {
    let row = "<script runat=\"server\">string F(string a) { var b = a.Trim() + \"x\"; return G(b, 1); }</script>\n<td><%= F(Request[\"id\"]) %></td><!-- cell --><asp:Label ID=\"l\" runat=\"server\"/>\n";
    let page = format!("<%@ Page Language=\"C#\" %>\n{}", row.repeat(10_240 / row.len()));
    time("page of server code", page.len(), || {
        black_box(judge("a.aspx", page.as_bytes()));
    });
    let html = format!(
        "<%@ Page Language=\"C#\" %>\n{}",
        "<p class=\"a\">text of a page</p>\n".repeat(320)
    );
    time("page of markup", html.len(), || {
        black_box(judge("a.aspx", html.as_bytes()));
    });
    let script = "function a(b){return b.c(function(d){return d.e+\"f\"})}".repeat(1900);
    time("client script", script.len(), || {
        black_box(judge("a.js", script.as_bytes()));
    });
    let small = "line of text in a small file\n".repeat(40);
    time("small file", small.len(), || {
        black_box(judge("a.txt", small.as_bytes()));
    });
    let noise: Vec<u8> =
        (0..100_000u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8).collect();
    let picture = [&b"\x89PNG"[..], &noise].concat();
    time("picture", picture.len(), || {
        black_box(judge("a.png", &picture));
    });
    time("known good", 32, || {
        black_box(known_good(black_box(&[7; 32])));
    });
    time("name", 40, || {
        black_box(check_name("FrontEnd\\HttpProxy\\owa\\auth\\errorEE.aspx"));
    });
}

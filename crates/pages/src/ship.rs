//! The pages any build ships, by place: what may lie in Exchange's web folders, and which names
//! only look as if they did.
//!
//! Source: the file-hash baselines of microsoft/CSS-Exchange (MIT), builds 15.0.516.32 to
//! 15.2.858.5: 2,683 pages, handlers, services and `global.asax` files in 1,646 places.

use model::{Build, WinPath};

mod index;

use index::index;

/// One shipped page: a place, and the builds whose file there had one hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Path below Exchange's install folder, lower case, for example
    /// `frontend\httpproxy\owa\auth\logon.aspx`. Some baselines give `ClientAccess` pages without
    /// that first component.
    pub path: &'static str,
    /// First build seen with this file.
    pub first: Build,
    /// Last build seen with this file; newer builds may ship it too.
    pub last: Build,
}

/// What a page's place and name say, before its content is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameCheck {
    /// Every build range that ships a page at this very place; empty when none does.
    pub shipped: Vec<Shipped>,
    /// A shipped name that this one imitates. `None` when the name itself is shipped anywhere.
    pub looks_like: Option<LookAlike>,
    /// Why the name looks generated, for example `ten hexadecimal digits`.
    pub random: Option<&'static str>,
    /// A page of this name ships, but in these other places: a page moved to where it is reached
    /// before log-on, or a plain copy. At most [`MAX_ELSEWHERE`].
    pub elsewhere: Vec<&'static str>,
}

/// A name close to a shipped one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The shipped path whose name is imitated.
    pub of: &'static str,
    /// How: `2 letters differ`, `look-alike letters`, `shipped name with an addition`.
    pub how: String,
}

/// Places of one name that a check lists; a name such as `default.aspx` ships in many.
pub const MAX_ELSEWHERE: usize = 8;
/// Names longer than this are not compared: no shipped stem has more than 48 letters.
const MAX_COMPARED: usize = 64;
/// Bytes of a row of `pages.bin`: hash prefix, path number, first and last build number.
const ROW: usize = 20;

const ROWS: &[u8] = include_bytes!("../data/pages.bin");
const PATHS: &str = include_str!("../data/page_paths.txt");
const BUILDS: &[u8] = include_bytes!("../data/page_builds.bin");

/// The places and builds of a page by its SHA-256.
pub(crate) fn pages_of(sha256: &[u8; 32]) -> Vec<Shipped> {
    let count = ROWS.len() / ROW;
    let key = |index: usize| &ROWS[index * ROW..index * ROW + 16];
    let wanted = &sha256[..16];
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if key(middle) < wanted { low = middle + 1 } else { high = middle }
    }
    ROWS[low * ROW..]
        .chunks_exact(ROW)
        .take_while(|row| &row[..16] == wanted)
        .map(|row| index().shipped(row))
        .collect()
}

/// All shipped page paths, sorted.
pub fn shipped_paths() -> impl Iterator<Item = &'static str> {
    PATHS.lines()
}

/// Checks a path given relative to Exchange's install folder (`FrontEnd\HttpProxy\…` or
/// `ClientAccess\…`). Only executable pages are in the table: ask for those.
pub fn check_name(path: &str) -> NameCheck {
    let path = WinPath::new(path).key();
    let path = path.trim_end_matches(['.', ' ']);
    let shipped = index().at_place(path);
    if !shipped.is_empty() {
        return NameCheck { shipped, ..NameCheck::default() };
    }
    let name = file_name(path);
    let elsewhere: Vec<_> = index().named(name).take(MAX_ELSEWHERE).collect();
    let stem = stem(name);
    let comparable = stem.chars().count() <= MAX_COMPARED && stem.len() >= 4;
    let looks_like =
        if elsewhere.is_empty() && comparable { index().look_alike(stem) } else { None };
    NameCheck { shipped, looks_like, random: random_looking(stem), elsewhere }
}

/// A place without `clientaccess\`, which some baselines leave out.
fn bare(path: &str) -> &str {
    path.strip_prefix("clientaccess\\").unwrap_or(path)
}

fn file_name(path: &str) -> &str {
    path.rsplit('\\').next().unwrap_or(path)
}

fn stem(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Pages anybody reaches before log-on: the names worth imitating by addition.
fn before_log_on(path: &str) -> bool {
    path.contains("\\auth\\") || path.starts_with("frontend\\")
}

/// `logon2`, `logon_old`, `mylogon` of `logon`; `logout` of `timeoutlogout`.
fn is_addition(own: &str, shipped: &str) -> bool {
    let (long, short) = if own.len() > shipped.len() { (own, shipped) } else { (shipped, own) };
    short.len() >= 5
        && long.len() - short.len() <= 8
        && (long.starts_with(short) || long.ends_with(short))
}

/// The name as the eye reads it: digits and foreign letters as the Latin letters they resemble.
fn plain_letters(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for letter in name.chars().take(MAX_COMPARED) {
        out.push(match letter {
            '0' | 'о' | 'ο' => 'o',
            '1' | 'і' | 'ı' | '|' | 'ӏ' => 'l',
            '3' | 'е' => 'e',
            '5' | 'ѕ' => 's',
            '4' | 'а' | 'α' => 'a',
            'р' | 'ρ' => 'p',
            'с' => 'c',
            'у' => 'y',
            'х' => 'x',
            'ԁ' => 'd',
            'ɡ' => 'g',
            'һ' => 'h',
            'ո' => 'n',
            'ѵ' | 'ν' => 'v',
            '-' | '_' | ' ' | '\u{200b}'..='\u{200f}' | '\u{feff}' => continue,
            // Full-width forms.
            '\u{ff41}'..='\u{ff5a}' => {
                char::from_u32(u32::from(letter) - 0xff41 + 0x61).unwrap_or(letter)
            }
            _ => letter,
        });
    }
    out.replace("rn", "m").replace("vv", "w")
}

/// Optimal string alignment distance, given up once it must exceed `limit`. Both are at most
/// [`MAX_COMPARED`] letters; what is longer is as far apart as can be.
fn edit_distance(a: &[char], b: &str, limit: usize) -> usize {
    let width = b.len() + 1;
    if a.len() > MAX_COMPARED || b.len() > MAX_COMPARED {
        return limit + 1;
    }
    let mut rows = [[0usize; MAX_COMPARED + 1]; 3];
    for (at, cell) in rows[0][..width].iter_mut().enumerate() {
        *cell = at;
    }
    for (i, left) in a.iter().enumerate() {
        let [before, last, row] = {
            let [x, y, z] = &mut rows;
            match i % 3 {
                0 => [z, x, y],
                1 => [x, y, z],
                _ => [y, z, x],
            }
        };
        row[0] = i + 1;
        let mut least = i + 1;
        let mut past = '\0';
        for (j, right) in b.chars().enumerate() {
            let mut cost = last[j] + usize::from(*left != right);
            cost = cost.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *left == past && a[i - 1] == right {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
            least = least.min(cost);
            past = right;
        }
        if least > limit {
            return limit + 1;
        }
    }
    rows[a.len() % 3][b.chars().count()]
}

/// Pairs of letters common in English and product names. A name with few of them was not written
/// by a person.
const COMMON_PAIRS: &str = "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as \
te et ng of al de se le sa si ar ve ra ld ur ch co ma om ro ic me el li ri io ce ne la ec tr ta ll \
ss il no us pr pe ca ac lo ol ot di un ns em ut ul ai am ad po ag id ge wi ow vi ev im op ho do iv \
fi ke ex so we mo ee tt pa pl ct ab ir ie os up ue sp ty ap ki ay rs gr ni bl fo sh qu su ig po go \
og oo ub pp lt da ck ey ys sy ru cl rm fe mi mp ep da ba tu wa ad fa gi hu if ip ks lu my nc nn \
ob ok rd rk rt ry sc sk sm tm ts tw ui um va vo wo ws xt gu bu bo be br dr bs dm cc nu cu";

/// [`COMMON_PAIRS`] as a table: for each first letter the second ones.
const COMMON: [u32; 26] = {
    let (mut table, pairs, mut at) = ([0; 26], COMMON_PAIRS.as_bytes(), 0);
    while at + 1 < pairs.len() {
        table[(pairs[at] - b'a') as usize] |= 1 << (pairs[at + 1] - b'a');
        at += 3;
    }
    table
};

/// Why a lower-case file stem looks generated; `None` for a name a person would give.
pub(crate) fn random_looking(stem: &str) -> Option<&'static str> {
    let length = stem.len();
    let digits = stem.bytes().filter(u8::is_ascii_digit).count();
    if !stem.is_ascii() || length < 5 {
        return (length <= 2 && stem.is_ascii()).then_some("one or two letters");
    }
    if digits == length {
        return Some("digits only");
    }
    if length >= 8 && digits >= 2 && stem.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some("hexadecimal digits");
    }
    let bytes = stem.as_bytes();
    let changes = bytes
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit())
        .count();
    if length >= 8 && changes >= 4 {
        return Some("letters and digits mixed");
    }
    let pairs: Vec<&[u8]> =
        bytes.windows(2).filter(|pair| pair.iter().all(u8::is_ascii_alphabetic)).collect();
    let common = pairs
        .iter()
        .filter(|pair| {
            let [first, second] = [pair[0], pair[1]].map(|byte| (byte | 0x20) - b'a');
            COMMON[usize::from(first)] & 1 << second != 0
        })
        .count();
    (pairs.len() >= 6 && common * 100 < pairs.len() * 42).then_some("no pronounceable letters")
}

#[cfg(test)]
#[path = "ship_tests.rs"]
mod tests;

//! What an executable imports and exports, by name.
//!
//! Walked by hand over `object`'s tables: its own lists follow every pointer, and a file in which
//! a thousand descriptors share one long table would keep it busy for hours. Here the number of
//! names and the bytes of all names together are bounded.

use model::{GapReason, Locator};
use object::LittleEndian as LE;
use object::read::pe::{ImageNtHeaders, ImageThunkData, PeFile};

use crate::{Fact, Sink};

/// Most imported functions, and most exported names, written into a fact. `kernel32` exports
/// 1,600; web-server modules a handful.
const MOST_NAMES: usize = 4_000;

/// Bytes that all names of one table may have together: a symbol of C++ takes a few hundred.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Longest name kept.
const LONGEST: usize = 512;

/// Imported functions that show what native code may do, in lower case, without the `A`, `W` or
/// `Ex` at the end of a name: running code, in other processes too, reaching out, listening,
/// credentials, lasting.
const APIS: [&str; 52] = [
    "accept",
    "adjusttokenprivileges",
    "bind",
    "connect",
    "connectnamedpipe",
    "createnamedpipe",
    "createprocess",
    "createprocessasuser",
    "createprocesswithlogon",
    "createprocesswithtoken",
    "createremotethread",
    "createservice",
    "credenumerate",
    "cryptunprotectdata",
    "duplicatetoken",
    "getthreadcontext",
    "httpaddurl",
    "httpaddurltourlgroup",
    "httpopenrequest",
    "httpreceivehttprequest",
    "impersonateloggedonuser",
    "internetconnect",
    "internetopen",
    "internetopenurl",
    "listen",
    "logonuser",
    "lsaenumeratelogonsessions",
    "lsaretrieveprivatedata",
    "minidumpwritedump",
    "netlocalgroupaddmembers",
    "netuseradd",
    "ntcreatethread",
    "ntmapviewofsection",
    "ntunmapviewofsection",
    "openprocess",
    "openprocesstoken",
    "queueuserapc",
    "readprocessmemory",
    "regsetvalue",
    "rtlcreateuserthread",
    "setthreadcontext",
    "setwindowshook",
    "shellexecute",
    "system",
    "urldownloadtofile",
    "virtualalloc",
    "virtualprotect",
    "winexec",
    "winhttpconnect",
    "winhttpopen",
    "writeprocessmemory",
    "wsasocket",
];

/// Exported functions by which Windows or IIS loads a library into something of its own.
const ENTRIES: [(&str, &str); 16] = [
    ("RegisterModule", "iis-module"),
    ("HttpExtensionProc", "isapi-extension"),
    ("GetExtensionVersion", "isapi-extension"),
    ("HttpFilterProc", "isapi-filter"),
    ("GetFilterVersion", "isapi-filter"),
    ("ServiceMain", "service"),
    ("SvchostPushServiceGlobals", "service"),
    ("DllGetClassObject", "com-server"),
    ("InitHelperDll", "netsh-helper"),
    ("PasswordChangeNotify", "password-filter"),
    ("PasswordFilter", "password-filter"),
    ("SpLsaModeInitialize", "security-package"),
    ("InitializePrintMonitor2", "print-monitor"),
    ("NPLogonNotify", "network-provider"),
    ("TimeProvOpen", "time-provider"),
    ("CPlApplet", "control-panel"),
];

/// How far a table was read.
struct Names {
    field: &'static str,
    count: usize,
    bytes: usize,
    is_cut: bool,
}

impl Names {
    fn new(field: &'static str) -> Self {
        Self { field, count: 0, bytes: 0, is_cut: false }
    }

    /// Adds a name; `false` when there is no more room.
    fn add(&mut self, fact: &mut Fact, prefix: &str, name: &[u8]) -> bool {
        self.count += 1;
        self.bytes += name.len();
        self.is_cut = self.count > MOST_NAMES || self.bytes > MOST_BYTES;
        if !self.is_cut {
            fact.push(self.field, format!("{prefix}{}", text(name)));
            match self.field {
                "import" => add_api(fact, name),
                _ => add_entry(fact, name),
            }
        }
        !self.is_cut
    }
}

/// Adds `api` for a function that is of interest.
fn add_api(fact: &mut Fact, name: &[u8]) {
    let lower = text(name).to_ascii_lowercase();
    let bare = lower.trim_start_matches('_').trim_end_matches(['a', 'w']).trim_end_matches("ex");
    let known = |name: &str| APIS.binary_search(&name).is_ok();
    if known(&lower) || known(bare) {
        fact.push("api", text(name));
    }
}

/// Adds `entry` for a function by which something loads the library, each sort once.
fn add_entry(fact: &mut Fact, name: &[u8]) {
    let known = ENTRIES.iter().find(|(own, _)| own.as_bytes().eq_ignore_ascii_case(name));
    if let Some((_, entry)) = known
        && !fact.fields.iter().any(|(field, value)| field == "entry" && value == entry)
    {
        fact.push("entry", *entry);
    }
}

fn text(name: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(&name[..name.len().min(LONGEST)])
}

/// Adds imports as `library!function` (or `library!#ordinal`) and exports by name.
pub(crate) fn add<H: ImageNtHeaders>(fact: &mut Fact, file: &PeFile<'_, H>, sink: &mut dyn Sink) {
    let (mut imported, mut exported) = (Names::new("import"), Names::new("export"));
    let results = [
        ("imports", imports(fact, file, &mut imported)),
        ("exports", exports(fact, file, &mut exported)),
    ];
    for (what, result) in results {
        if let Err(error) = result {
            let detail = format!("the {what} of an executable: {error}");
            sink.gap(Locator::File, GapReason::Damaged, detail, 1, 0);
        }
    }
    for names in [imported, exported] {
        if names.is_cut {
            let detail = format!("{} names of an executable after {}", names.field, names.count);
            sink.gap(Locator::File, GapReason::TooLarge, detail, 1, 0);
        }
    }
}

fn imports<H: ImageNtHeaders>(
    fact: &mut Fact,
    file: &PeFile<'_, H>,
    names: &mut Names,
) -> object::Result<()> {
    let Some(table) = file.import_table()? else { return Ok(()) };
    let mut descriptors = table.descriptors()?;
    while let Some(descriptor) = descriptors.next()? {
        let library = table.name(descriptor.name.get(LE))?;
        names.bytes += library.len();
        let prefix = format!("{}!", text(library));
        // Old linkers leave the first of the two tables out.
        let first = match descriptor.original_first_thunk.get(LE) {
            0 => descriptor.first_thunk.get(LE),
            original => original,
        };
        let mut thunks = table.thunks(first)?;
        let mut is_empty = true;
        while let Some(thunk) = thunks.next::<H>()? {
            is_empty = false;
            let more = if thunk.is_ordinal() {
                names.add(fact, &prefix, format!("#{}", thunk.ordinal()).as_bytes())
            } else {
                names.add(fact, &prefix, table.hint_name(thunk.address())?.1)
            };
            if !more {
                return Ok(());
            }
        }
        if is_empty && !names.add(fact, &prefix, b"") {
            return Ok(());
        }
    }
    Ok(())
}

fn exports<H: ImageNtHeaders>(
    fact: &mut Fact,
    file: &PeFile<'_, H>,
    names: &mut Names,
) -> object::Result<()> {
    let Some(table) = file.export_table()? else { return Ok(()) };
    for (pointer, _) in table.name_iter() {
        if !names.add(fact, "", table.name_from_pointer(pointer)?) {
            break;
        }
    }
    Ok(())
}

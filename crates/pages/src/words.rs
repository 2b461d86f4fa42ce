//! Words that change what a sink means: how code hides, checks, fetches and finds things.

/// Words that mean code was encrypted, packed or encoded.
pub(crate) const DECRYPTS: &[&str] = &[
    "rijndaelmanaged",
    "createdecryptor",
    "transformfinalblock",
    "aesmanaged",
    "aescryptoserviceprovider",
    "tripledescryptoserviceprovider",
    "descryptoserviceprovider",
    "rc4",
    "gzipstream",
    "deflatestream",
    "aes",
    "rijndael",
    "cryptostream",
    "aescng",
    "symmetricalgorithm",
];
/// Words that turn text into bytes.
pub(crate) const DECODES: &[&str] = &[
    "frombase64string",
    "frombase64chararray",
    "fromhexstring",
    "base64decode",
    "nodetypedvalue",
    "frombase64transform",
    "getpixel",
];

/// Words by which a page limits what a file name from the request may be.
pub(crate) const FILE_CHECKS: &[&str] = &[
    "getfilename",
    "getextension",
    "getinvalidfilenamechars",
    "endswith",
    "getfilenamewithoutextension",
    "getrandomfilename",
    "newguid",
    "getinvalidpathchars",
    "allowedextensions",
];

/// Parts of words by which a page says that it judges names, types or addresses itself.
pub(crate) const CHECKING: &[&str] = &[
    "allow",
    "extension",
    "fileext",
    "extstr",
    "extlist",
    "sanitiz",
    "whitelist",
    "isvalid",
    "denied",
];

/// Command interpreters and tools by which a machine is administered, less `.exe`.
pub(crate) const INTERPRETERS: &[&str] = &[
    "cmd",
    "powershell",
    "pwsh",
    "net",
    "net1",
    "netsh",
    "reg",
    "sc",
    "wmic",
    "schtasks",
    "at",
    "wscript",
    "cscript",
    "rundll32",
    "regsvr32",
    "mshta",
    "certutil",
    "bitsadmin",
    "nltest",
    "dsquery",
    "csvde",
    "ldifde",
    "taskkill",
    "vssadmin",
    "appcmd",
];

/// Words that turn text into other text: what is evaluated after them was hidden.
pub(crate) const REWRITES: &[&str] =
    &["replace", "strreverse", "reverse", "split", "join", "unescape", "frombase64string"];

/// Words by which code fetches text from the network.
pub(crate) const FETCHES: &[&str] =
    &["responsetext", "responsebody", "responsestream", "downloadstring", "downloaddata"];

/// Methods that reflection finds to run or load code.
pub(crate) const REFLECTED: &[&str] = &[
    "start",
    "load",
    "loadfrom",
    "loadfile",
    "loadmodule",
    "invoke",
    "run",
    "exec",
    "eval",
    "execute",
    "shellexecute",
    "compileassemblyfromsource",
    "createinstance",
    "unsafeloadfrom",
    "shell",
    "jscriptevaluate",
];

/// Words by which reflection looks through a class's methods.
pub(crate) const LOOKS_UP: &[&str] = &["getmethod", "getmethods", "getmember", "getmembers"];

/// Classes whose methods run programs or load code.
pub(crate) const RUNNERS: &[&str] = &["process", "assembly", "appdomain", "interaction"];

/// Ends of the names of files that hold secrets.
pub(crate) const SECRET_FILES: &[&str] =
    &["web.config", "machine.config", "ntds.dit", "\\config\\sam", "applicationhost.config"];

/// Words by which reflection and COM find things by name.
pub(crate) const FINDERS: &[&str] = &[
    "gettype",
    "getmethod",
    "getproperty",
    "getfield",
    "invokemember",
    "gettypefromprogid",
    "createobject",
    "getobject",
    "callbyname",
];

/// Names of what pages clear every day.
pub(crate) const CONTAINERS: &[&str] = &[
    "items",
    "rows",
    "columns",
    "controls",
    "nodes",
    "cells",
    "response",
    "session",
    "cache",
    "attributes",
    "parameters",
    "list",
    "contents",
];

/// Words that turn packed text into bytes, by libraries or by hand.
pub(crate) const UNPACKS: &[&str] = &[
    "frombase64string",
    "frombase64chararray",
    "fromhexstring",
    "createdecryptor",
    "gzipstream",
    "deflatestream",
    "tobyte",
    "parse",
    "chr",
    "chrw",
    "fromcharcode",
    "nodetypedvalue",
];

/// Words that make bytes or names run.
pub(crate) const BRINGS_ALIVE: &[&str] = &[
    "invoke",
    "dynamicinvoke",
    "invokemember",
    "createinstance",
    "createdelegate",
    "gettypes",
    "getmethods",
    "getmethod",
    "entrypoint",
    "execute",
    "executeglobal",
    "eval",
];

/// Functions by which a name is put together while the page runs.
pub(crate) const PUTS_TOGETHER: &[&str] = &[
    "chr",
    "chrw",
    "strreverse",
    "replace",
    "mid",
    "array",
    "split",
    "join",
    "ucase",
    "lcase",
    "fromcharcode",
    "concat",
    "reverse",
    "unescape",
    "left",
    "right",
];

/// Words by which a page takes the hash of a text.
pub(crate) const HASHES: &[&str] = &[
    "md5",
    "md5cryptoserviceprovider",
    "sha1",
    "sha1managed",
    "sha256",
    "sha256managed",
    "computehash",
    "hashpasswordforstoringinconfigfile",
];

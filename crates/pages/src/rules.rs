//! What a page can do that a page should not: the sinks, as data. A rule names a word of the
//! normalised code, where it stands, and what it weighs with and without request input.
//!
//! Weights add up per page, each rule once: 15 is odd, 40 suspicious, 80 a shell. They were set so
//! that no single ability of an ordinary application reaches 40 without request input.

use crate::judge::Ability;

mod engines;
mod wider;

/// How the word stands in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Called or used by itself: not a member of anything.
    Free,
    /// A function of the VB run-time library, called by itself where the page defines none.
    Vb,
    /// A member of one of these (`process.start`).
    Of(&'static [&'static str]),
    /// A member of anything.
    Member,
    /// A member used as a whole: no key, no call, no member of its own follows.
    Whole,
    /// After `new` or `As`.
    Type,
    /// After `new`.
    New,
    /// Assigned: `x.word = value`.
    Set,
    /// Anywhere.
    Any,
}

/// One sink.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sink {
    pub(crate) word: &'static str,
    pub(crate) place: Place,
    pub(crate) ability: Ability,
    /// Weight when no request input reaches it.
    pub(crate) plain: u16,
    /// The plain weight holds only if some argument is computed, not written.
    pub(crate) computed: bool,
    /// Weight when request input reaches its arguments.
    pub(crate) fed: u16,
    /// Counts only on a page that also has one of these words or strings; empty for always.
    pub(crate) with: &'static [&'static str],
    pub(crate) what: &'static str,
}

const fn sink(
    word: &'static str,
    place: Place,
    ability: Ability,
    plain: u16,
    fed: u16,
    what: &'static str,
) -> Sink {
    Sink { word, place, ability, plain, computed: false, fed, with: &[], what }
}

const fn computed(rule: Sink) -> Sink {
    Sink { computed: true, ..rule }
}

const fn with(rule: Sink, with: &'static [&'static str]) -> Sink {
    Sink { with, ..rule }
}

const RUN: Ability = Ability::RunsCommands;
const EVAL: Ability = Ability::EvalOfInput;
const WRITE: Ability = Ability::WritesFiles;
const READ: Ability = Ability::ReadsFiles;
const LOAD: Ability = Ability::LoadsAssembly;
const NET: Ability = Ability::Tunnels;
const DATA: Ability = Ability::Database;
const COMPILE: Ability = Ability::Compiles;
const SERIAL: Ability = Ability::DeserializesInput;
const SECRET: Ability = Ability::CapturesCredentials;
const HIDE: Ability = Ability::HidesCode;

const FILE: Place = Place::Of(&["file", "fileinfo", "f", "io", "fso"]);
const FOLDER: Place = Place::Of(&["directory", "directoryinfo", "dir"]);
const PROCESS: Place = Place::Of(&["process", "diagnostics", "interaction"]);
const SHELL_OBJECTS: &[&str] = &[
    "wscript.shell",
    "shell.application",
    "wscript.shell.1",
    "shell.application.1",
    "72c24dd5-d70a-438b-8a42-98424b88afb8",
    "f935dc22-1cf0-11d0-adb9-00c04fd58a0b",
    "13709620-c279-11ce-a49e-444553540000",
];
const FORMATTERS: &[&str] = &[
    "binaryformatter",
    "losformatter",
    "objectstateformatter",
    "soapformatter",
    "netdatacontractserializer",
    "xamlreader",
    "fastjson",
    "simpletyperesolver",
    "datacontractserializer",
    "resourcereader",
    "typenamehandling",
];
const PROCESS_TYPES: &[&str] =
    &["processstartinfo", "startinfo", "process", "system.diagnostics.process"];
const SOCKETS: &[&str] = &["socket", "tcpclient", "sockets", "networkstream", "udpclient"];
const HTTP_OBJECTS: &[&str] =
    &["winhttp.winhttprequest", "msxml2.serverxmlhttp", "msxml2.xmlhttp", "microsoft.xmlhttp"];
const XSLT: &[&str] = &["xslcompiledtransform", "xsltransform", "xsltsettings"];
const CODE_HOSTS: &[&str] =
    &["scriptcontrol", "msscriptcontrol.scriptcontrol", "vsaengine", "vsa", "jscriptevaluate"];

/// The sinks.
#[rustfmt::skip]
const SINKS: &[Sink] = &[
    // Code from text.
    computed(sink("eval", Place::Free, EVAL, 30, 100, "evaluates text as code")),
    computed(sink("execute", Place::Free, EVAL, 45, 100, "executes text as code")),
    computed(sink("executeglobal", Place::Any, EVAL, 45, 100, "executes text as code")),
    computed(sink("executestatement", Place::Member, EVAL, 45, 100, "executes text as code")),
    computed(sink("addcode", Place::Member, EVAL, 45, 100, "adds text as code")),
    computed(sink("jscriptevaluate", Place::Any, EVAL, 45, 100, "evaluates text as JScript")),
    computed(sink("function", Place::Type, EVAL, 30, 100, "makes a function of text")),
    with(computed(sink("eval", Place::Member, EVAL, 40, 100, "evaluates text as code")), CODE_HOSTS),
    sink("vsaengine", Place::Any, EVAL, 40, 60, "hosts the JScript engine"),
    sink("parsecontrol", Place::Any, EVAL, 20, 100, "makes page controls, code and all, of text"),
    sink("parsetemplate", Place::Any, EVAL, 20, 100, "makes page controls, code and all, of text"),
    sink("execute", Place::Of(&["server"]), EVAL, 0, 45, "runs a page named by the request"),
    sink("transfer", Place::Of(&["server"]), EVAL, 0, 0, "goes on to a page named by the request"),
    sink("createinstancefromvirtualpath", Place::Any, EVAL, 10, 60, "compiles a page named by the request"),
    sink("getcompiledtype", Place::Any, EVAL, 10, 60, "compiles a page named by the request"),
    sink("csharpsyntaxtree", Place::Any, COMPILE, 35, 60, "parses text as C#"),
    sink("visualbasicsyntaxtree", Place::Any, COMPILE, 35, 60, "parses text as VB"),
    sink("parsetext", Place::Of(&["csharpsyntaxtree", "visualbasicsyntaxtree", "syntaxfactory"]), COMPILE, 10, 60, "parses text as code"),
    sink("codesnippetcompileunit", Place::Any, COMPILE, 40, 100, "compiles text"),
    sink("evaluateasync", Place::Any, EVAL, 30, 100, "evaluates text as C#"),
    sink("csharpscript", Place::Any, EVAL, 30, 80, "evaluates text as C#"),
    sink("xamlreader", Place::Any, EVAL, 20, 60, "reads XAML, which can create any object"),
    with(sink("parse", Place::Of(&["xamlreader", "xamlservices"]), EVAL, 20, 100, "creates objects from XAML text"), &[]),
    with(sink("load", Place::Of(&["xamlreader", "xamlservices"]), EVAL, 20, 100, "creates objects from XAML"), &[]),
    sink("callbyname", Place::Any, RUN, 20, 90, "calls a method by a name given as text"),
    // Compilers.
    sink("csharpcodeprovider", Place::Any, COMPILE, 40, 60, "holds a C# compiler"),
    sink("vbcodeprovider", Place::Any, COMPILE, 40, 60, "holds a VB compiler"),
    sink("jscriptcodeprovider", Place::Any, COMPILE, 40, 60, "holds a JScript compiler"),
    sink("codedomprovider", Place::Any, COMPILE, 35, 60, "holds a compiler"),
    sink("compileassemblyfromsource", Place::Any, COMPILE, 45, 100, "compiles text to an assembly"),
    sink("compileassemblyfromdom", Place::Any, COMPILE, 45, 100, "compiles to an assembly"),
    sink("compileassemblyfromfile", Place::Any, COMPILE, 45, 100, "compiles files to an assembly"),
    sink("compilation", Place::Of(&["csharpcompilation"]), COMPILE, 30, 90, "compiles text"),
    sink("createtemporary", Place::Member, HIDE, 10, 10, "makes a temporary assembly"),
    sink("dynamicmethod", Place::Any, COMPILE, 30, 80, "emits machine-made code"),
    sink("definedynamicassembly", Place::Any, COMPILE, 40, 80, "emits an assembly"),
    // Transformations with script.
    sink("xsltsettings", Place::Any, EVAL, 25, 45, "sets what an XSL transformation may do"),
    sink("trustedxslt", Place::Any, EVAL, 45, 60, "lets an XSL transformation run script"),
    sink("enablescript", Place::Any, EVAL, 40, 60, "lets an XSL transformation run script"),
    with(sink("load", Place::Member, EVAL, 0, 70, "loads an XSL transformation from the request"), XSLT),
    with(sink("transform", Place::Member, EVAL, 0, 40, "transforms request data by XSL"), XSLT),
    // Assemblies.
    computed(sink("load", Place::Of(&["assembly", "currentdomain", "appdomain", "reflection"]), LOAD, 35, 100, "loads an assembly")),
    computed(sink("loadfrom", Place::Any, LOAD, 30, 90, "loads an assembly from a place")),
    computed(sink("loadfile", Place::Of(&["assembly", "reflection"]), LOAD, 30, 90, "loads an assembly from a file")),
    computed(sink("unsafeloadfrom", Place::Any, LOAD, 35, 90, "loads an assembly from a place")),
    computed(sink("loadmodule", Place::Any, LOAD, 30, 90, "loads a module")),
    computed(sink("executeassembly", Place::Any, LOAD, 40, 100, "executes an assembly")),
    computed(sink("executeassemblybyname", Place::Any, LOAD, 40, 100, "executes an assembly")),
    computed(sink("createinstanceandunwrap", Place::Any, LOAD, 10, 60, "creates an object by name")),
    sink("createinstancefrom", Place::Any, LOAD, 20, 80, "creates an object from a file")  ,
    computed(sink("gettypefromprogid", Place::Any, RUN, 20, 90, "makes a COM object by name")),
    computed(sink("gettypefromclsid", Place::Any, RUN, 20, 90, "makes a COM object by class id")),
    sink("invokemember", Place::Any, RUN, 10, 70, "calls a method by name"),
    sink("dynamicinvoke", Place::Any, RUN, 25, 90, "calls a delegate made at run time"),
    sink("getmethod", Place::Any, RUN, 0, 60, "finds a method by a name from the request"),
    with(sink("invoke", Place::Member, RUN, 0, 80, "calls a method found by reflection"), &["getmethod", "getmethods", "methodinfo", "getmember"]),
    with(sink("create", Place::Member, RUN, 0, 90, "creates a process by WMI"), &["winmgmts:", "win32_process"]),
    sink("getproperty", Place::Any, RUN, 0, 30, "finds a property by a name from the request"),
    sink("gettype", Place::Member, RUN, 0, 60, "finds a type by a name from the request"),
    sink("createinstance", Place::Of(&["activator"]), RUN, 0, 60, "makes an object of a type from the request"),
    sink("activexobject", Place::Any, RUN, 0, 70, "makes a COM object named by the request"),
    sink("createobject", Place::Any, RUN, 0, 70, "makes a COM object named by the request"),
    sink("createobjectfromclsid", Place::Any, RUN, 0, 70, "makes a COM object named by the request"),
    sink("getobject", Place::Free, RUN, 0, 70, "reaches a COM object named by the request"),
    with(sink("equals", Place::Member, LOAD, 20, 30, "hands the page to an object made at run time"), &["createinstance"]),
    // Commands.
    sink("start", PROCESS, RUN, 30, 100, "starts a process"),
    sink("process", Place::New, RUN, 40, 90, "prepares a process"),
    sink("processstartinfo", Place::Any, RUN, 8, 100, "describes a process to start"),
    with(sink("arguments", Place::Set, RUN, 10, 90, "sets a process's arguments"), PROCESS_TYPES),
    with(sink("filename", Place::Set, RUN, 15, 90, "sets a process's program"), PROCESS_TYPES),
    with(sink("standardoutput", Place::Any, RUN, 20, 20, "reads what a process prints"), PROCESS_TYPES),
    with(sink("standardinput", Place::Any, RUN, 20, 60, "writes to a process"), PROCESS_TYPES),
    with(sink("writeline", Place::Of(&["standardinput"]), RUN, 20, 100, "writes commands to a process"), &[]),
    with(sink("run", Place::Member, RUN, 40, 90, "runs a command"), SHELL_OBJECTS),
    with(sink("exec", Place::Member, RUN, 40, 90, "runs a command"), SHELL_OBJECTS),
    with(sink("shellexecute", Place::Any, RUN, 40, 90, "runs a program"), SHELL_OBJECTS),
    sink("shellexecute", Place::Free, RUN, 40, 90, "runs a program"),
    computed(sink("shell", Place::Free, RUN, 25, 100, "runs a program (VB Shell)")),
    computed(sink("shell", Place::Of(&["interaction", "visualbasic"]), RUN, 40, 100, "runs a program (VB Shell)")),
    with(sink("invoke", Place::Member, RUN, 0, 60, "calls a method of an account with request data"), &["winnt://", "ldap://"]),
    with(sink("getprocessbyid", Place::Any, RUN, 0, 45, "ends a process the request names"), &["kill"]),
    with(sink("kill", Place::Member, RUN, 20, 60, "ends processes"), &["getprocessbyid", "getprocesses", "getprocessesbyname"]),
    with(sink("setinfo", Place::Member, RUN, 30, 30, "changes accounts or the web server"), &["iis://localhost", "winnt://"]),
    with(sink("add", Place::Of(&["children"]), RUN, 0, 40, "adds an account or a site named by the request"), &["iis://localhost", "winnt://"]),
    sink("createdelegate", Place::Any, RUN, 5, 60, "makes a delegate of a method it finds"),
    sink("getprocesses", Place::Any, READ, 20, 20, "lists the processes"),
    sink("dllimport", Place::Any, LOAD, 20, 20, "calls the Windows API"),
    sink("createnamedpipe", Place::Any, RUN, 50, 90, "opens a named pipe by the Windows API"),
    sink("impersonatenamedpipeclient", Place::Any, SECRET, 60, 90, "takes a client's identity"),
    sink("duplicatetokenex", Place::Any, SECRET, 50, 80, "takes over an access token"),
    sink("openprocesstoken", Place::Any, SECRET, 50, 80, "takes over an access token"),
    sink("adjusttokenprivileges", Place::Any, SECRET, 50, 80, "raises its own privileges"),
    sink("setthreadtoken", Place::Any, SECRET, 50, 80, "takes over an access token"),
    sink("queueuserapc", Place::Any, LOAD, 60, 90, "runs machine code"),
    sink("heapcreate", Place::Any, LOAD, 45, 80, "allocates executable memory"),
    sink("enumsystemlocalesa", Place::Any, LOAD, 50, 80, "runs machine code by a callback"),
    sink("winexec", Place::Any, RUN, 50, 90, "runs a program by the Windows API"),
    sink("createprocess", Place::Any, RUN, 50, 90, "runs a program by the Windows API"),
    sink("createprocessa", Place::Any, RUN, 50, 90, "runs a program by the Windows API"),
    sink("createprocessw", Place::Any, RUN, 50, 90, "runs a program by the Windows API"),
    sink("createprocessasuser", Place::Any, RUN, 50, 90, "runs a program as somebody"),
    sink("createprocesswithlogonw", Place::Any, RUN, 50, 90, "runs a program as somebody"),
    sink("createprocesswithtokenw", Place::Any, RUN, 50, 90, "runs a program as somebody"),
    sink("logonuser", Place::Any, SECRET, 15, 40, "logs on with a password"),
    sink("addscript", Place::Any, RUN, 35, 100, "runs PowerShell text"),
    sink("runspacefactory", Place::Any, RUN, 35, 60, "hosts PowerShell"),
    sink("createrunspace", Place::Any, RUN, 35, 60, "hosts PowerShell"),
    sink("create", Place::Of(&["powershell"]), RUN, 35, 60, "hosts PowerShell"),
    sink("createpipeline", Place::Any, RUN, 35, 100, "runs a PowerShell pipeline"),
    with(sink("invokemethod", Place::Member, RUN, 30, 90, "calls a WMI method"), &["managementclass", "managementobject", "win32_process"]),
    sink("managementobjectsearcher", Place::Any, READ, 10, 45, "queries WMI"),
    sink("wshshell", Place::Any, RUN, 30, 60, "uses the script host's shell"),
    // Machine code.
    sink("virtualalloc", Place::Any, LOAD, 50, 90, "allocates executable memory"),
    sink("virtualallocex", Place::Any, LOAD, 50, 90, "allocates executable memory"),
    sink("virtualprotect", Place::Any, LOAD, 50, 90, "makes memory executable"),
    sink("createthread", Place::Any, LOAD, 45, 90, "runs machine code"),
    sink("createremotethread", Place::Any, LOAD, 60, 90, "runs machine code in another process"),
    sink("writeprocessmemory", Place::Any, LOAD, 60, 90, "writes into another process"),
    sink("getdelegateforfunctionpointer", Place::Any, LOAD, 45, 90, "calls machine code"),
    sink("loadlibrary", Place::Any, LOAD, 30, 90, "loads a native library"),
    with(sink("copy", Place::Of(&["marshal"]), LOAD, 15, 60, "copies bytes to raw memory"), &[]),
    sink("minidumpwritedump", Place::Any, SECRET, 80, 90, "dumps a process's memory"),
    // Objects from bytes.
    sink("xmlserializer", Place::New, SERIAL, 0, 60, "deserialises to a type the request names"),
    with(sink("deserializeobject", Place::Any, SERIAL, 0, 80, "deserialises with a formatter that creates any object"), &["typenamehandling", "simpletyperesolver", "javascripttyperesolver"]),
    sink("readxml", Place::Any, SERIAL, 0, 45, "reads a data set with its types from the request"),
    with(sink("deserialize", Place::Any, SERIAL, 10, 95, "deserialises with a formatter that creates any object"), FORMATTERS),
    with(sink("readobject", Place::Any, SERIAL, 5, 60, "deserialises"), FORMATTERS),
    sink("losformatter", Place::Any, SERIAL, 15, 30, "holds a formatter that creates any object"),
    sink("objectstateformatter", Place::Any, SERIAL, 15, 30, "holds a formatter that creates any object"),
    sink("binaryformatter", Place::Any, SERIAL, 5, 20, "holds a formatter that creates any object"),
    // Files written.
    sink("writealltext", Place::Any, WRITE, 0, 50, "writes a file"),
    sink("writeallbytes", Place::Any, WRITE, 5, 55, "writes a file"),
    sink("writealllines", Place::Any, WRITE, 0, 45, "writes a file"),
    sink("appendalltext", Place::Any, WRITE, 0, 20, "appends to a file"),
    sink("create", FILE, WRITE, 0, 45, "creates a file"),
    sink("open", FILE, WRITE, 0, 35, "opens a file named by the request"),
    sink("createtext", Place::Any, WRITE, 0, 45, "creates a file"),
    sink("appendtext", Place::Any, WRITE, 0, 20, "appends to a file"),
    sink("openwrite", Place::Any, WRITE, 0, 45, "writes a file"),
    sink("streamwriter", Place::Type, WRITE, 0, 50, "writes a file"),
    sink("filestream", Place::Type, WRITE, 0, 35, "opens a file named by the request"),
    sink("savetofile", Place::Any, WRITE, 10, 60, "writes a file"),
    sink("createtextfile", Place::Any, WRITE, 10, 50, "writes a file"),
    sink("opentextfile", Place::Any, READ, 0, 45, "opens a file"),
    sink("downloadfile", Place::Any, WRITE, 15, 60, "fetches a file from the network"),
    sink("filesystemobject", Place::Any, READ, 5, 15, "uses the file system object"),
    sink("saveas", Place::Any, WRITE, 0, 0, "saves an uploaded file"),
    // Files and folders read, moved, deleted.
    sink("readalltext", Place::Any, READ, 0, 25, "reads a file named by the request"),
    sink("readallbytes", Place::Any, READ, 0, 25, "reads a file named by the request"),
    sink("readalllines", Place::Any, READ, 0, 25, "reads a file named by the request"),
    sink("opentext", Place::Any, READ, 0, 25, "reads a file named by the request"),
    sink("openread", Place::Any, READ, 0, 25, "reads a file named by the request"),
    sink("writefile", Place::Any, READ, 0, 20, "sends a file named by the request"),
    sink("transmitfile", Place::Any, READ, 0, 20, "sends a file named by the request"),
    sink("getfile", Place::Member, READ, 0, 25, "reads a file named by the request"),
    sink("streamreader", Place::New, READ, 0, 25, "reads a file named by the request"),
    sink("loadfromfile", Place::Any, READ, 0, 25, "reads a file named by the request"),
    sink("enumeratefiles", Place::Any, READ, 0, 25, "lists a folder named by the request"),
    sink("enumeratedirectories", Place::Any, READ, 0, 25, "lists a folder named by the request"),
    sink("enumeratefilesystementries", Place::Any, READ, 0, 30, "lists a folder named by the request"),
    sink("enumeratefilesysteminfos", Place::Any, READ, 0, 30, "lists a folder named by the request"),
    sink("getfiles", Place::Any, READ, 0, 25, "lists a folder named by the request"),
    sink("getdirectories", Place::Any, READ, 0, 25, "lists a folder named by the request"),
    sink("getfilesystementries", Place::Any, READ, 0, 30, "lists a folder named by the request"),
    sink("getfilesysteminfos", Place::Any, READ, 0, 30, "lists a folder named by the request"),
    sink("directoryinfo", Place::Type, READ, 0, 25, "lists a folder named by the request"),
    sink("getfolder", Place::Any, READ, 0, 35, "lists a folder named by the request"),
    sink("getlogicaldrives", Place::Any, READ, 15, 20, "lists the drives"),
    sink("getdrives", Place::Any, READ, 15, 20, "lists the drives"),
    with(sink("drives", Place::Member, READ, 15, 15, "lists the drives"), &["scripting.filesystemobject"]),
    sink("driveinfo", Place::Any, READ, 10, 20, "lists the drives"),
    sink("delete", FILE, WRITE, 0, 25, "deletes a file named by the request"),
    sink("move", FILE, WRITE, 0, 25, "moves a file named by the request"),
    sink("copy", FILE, WRITE, 0, 25, "copies a file named by the request"),
    sink("delete", FOLDER, WRITE, 0, 30, "deletes a folder named by the request"),
    sink("move", FOLDER, WRITE, 0, 25, "moves a folder named by the request"),
    sink("createdirectory", Place::Any, WRITE, 0, 20, "makes a folder named by the request"),
    sink("deletefile", Place::Any, WRITE, 0, 30, "deletes a file named by the request"),
    sink("deletefolder", Place::Any, WRITE, 0, 30, "deletes a folder named by the request"),
    sink("copyfile", Place::Any, WRITE, 0, 25, "copies a file named by the request"),
    sink("movefile", Place::Any, WRITE, 0, 25, "moves a file named by the request"),
    sink("setlastwritetime", Place::Any, HIDE, 25, 50, "sets a file's times"),
    sink("setcreationtime", Place::Any, HIDE, 25, 50, "sets a file's times"),
    sink("setlastwritetimeutc", Place::Any, HIDE, 25, 50, "sets a file's times"),
    sink("setcreationtimeutc", Place::Any, HIDE, 25, 50, "sets a file's times"),
    sink("lastwritetimeutc", Place::Set, HIDE, 25, 50, "sets a file's times"),
    sink("creationtimeutc", Place::Set, HIDE, 25, 50, "sets a file's times"),
    sink("lastwritetime", Place::Set, HIDE, 25, 50, "sets a file's times"),
    sink("creationtime", Place::Set, HIDE, 25, 50, "sets a file's times"),
    sink("datelastmodified", Place::Set, HIDE, 30, 50, "sets a file's times"),
    sink("setattributes", FILE, HIDE, 15, 30, "sets a file's attributes"),
    // Registry.
    sink("regread", Place::Any, READ, 20, 50, "reads the registry"),
    sink("regwrite", Place::Any, WRITE, 40, 60, "writes the registry"),
    sink("opensubkey", Place::Any, READ, 5, 50, "reads the registry"),
    // Databases.
    sink("sqlconnection", Place::Type, DATA, 0, 50, "connects to a database named by the request"),
    sink("oledbconnection", Place::Type, DATA, 0, 50, "connects to a database named by the request"),
    sink("odbcconnection", Place::Type, DATA, 0, 50, "connects to a database named by the request"),
    sink("connectionstring", Place::Set, DATA, 0, 50, "connects to a database named by the request"),
    with(sink("open", Place::Member, DATA, 0, 40, "connects to a database named by the request"), &["adodb.connection"]),
    with(sink("execute", Place::Member, DATA, 0, 15, "sends request data to a database"), &["adodb.connection"]),
    sink("sqlcommand", Place::Type, DATA, 0, 10, "sends request data to a database"),
    sink("oledbcommand", Place::Type, DATA, 0, 10, "sends request data to a database"),
    sink("sqldataadapter", Place::Type, DATA, 0, 10, "sends request data to a database"),
    sink("oledbdataadapter", Place::Type, DATA, 0, 10, "sends request data to a database"),
    sink("odbcdataadapter", Place::Type, DATA, 0, 10, "sends request data to a database"),
    sink("odbccommand", Place::Type, DATA, 0, 10, "sends request data to a database"),
    sink("commandtext", Place::Set, DATA, 0, 10, "sends request data to a database"),
    sink("selectcommand", Place::Set, DATA, 0, 10, "sends request data to a database"),
    // Network.
    sink("socket", Place::Type, NET, 30, 70, "opens a socket"),
    sink("tcpclient", Place::Type, NET, 30, 70, "opens a connection"),
    sink("udpclient", Place::Type, NET, 25, 70, "opens a socket"),
    sink("tcplistener", Place::Type, NET, 50, 80, "listens on a port"),
    sink("httplistener", Place::Type, NET, 60, 80, "listens for HTTP inside the page"),
    with(sink("connect", Place::Member, NET, 0, 60, "connects where the request says"), SOCKETS),
    with(sink("beginconnect", Place::Member, NET, 0, 60, "connects where the request says"), SOCKETS),
    with(sink("connectasync", Place::Member, NET, 0, 60, "connects where the request says"), SOCKETS),
    sink("acceptwebsocketrequest", Place::Any, NET, 10, 10, "talks through a web socket"),
    with(sink("getstream", Place::Member, NET, 5, 20, "uses a connection's stream"), SOCKETS),
    with(sink("receive", Place::Member, NET, 10, 20, "reads from a socket"), SOCKETS),
    with(sink("send", Place::Member, NET, 0, 60, "sends request data through a socket"), SOCKETS),
    sink("create", Place::Of(&["webrequest", "httpwebrequest", "net"]), NET, 0, 20, "asks another server named by the request"),
    with(sink("open", Place::Member, NET, 0, 15, "asks another server named by the request"), HTTP_OBJECTS),
    sink("iocontrol", Place::Any, NET, 40, 50, "listens to all traffic"),
    sink("raw", Place::Of(&["sockettype"]), NET, 40, 50, "opens a raw socket"),
    sink("wsasocket", Place::Any, NET, 80, 90, "opens a socket by the Windows API"),
    sink("wsasocketa", Place::Any, NET, 80, 90, "opens a socket by the Windows API"),
    // What lives on in the process.
    sink("registermodule", Place::Any, HIDE, 50, 70, "installs a module at run time"),
    sink("registervirtualpathprovider", Place::Any, HIDE, 60, 80, "installs pages that exist only in memory"),
    sink("virtualpathprovider", Place::Any, HIDE, 40, 60, "serves pages that exist only in memory"),
    with(sink("add", Place::Of(&["routes", "filters"]), HIDE, 0, 45, "installs a handler of request data"), &[]),
    // Secrets.
    sink("machinekeysection", Place::Any, SECRET, 60, 60, "reads the machine key"),
    sink("validationkey", Place::Any, SECRET, 35, 45, "reads the validation key"),
    sink("decryptionkey", Place::Any, SECRET, 35, 45, "reads the decryption key"),
];

/// Every sink of every table.
pub(crate) fn all() -> impl Iterator<Item = &'static Sink> {
    SINKS.iter().chain(wider::SINKS).chain(engines::SINKS)
}

//! Script engines that .NET programs embed: whatever language they speak, text from the request
//! that reaches one is code.

use super::{EVAL, Place, SERIAL, Sink, sink, with};

/// Names by which the engines' packages and classes are known.
const ENGINES: &[&str] = &[
    "jint",
    "jurassic",
    "ironpython",
    "ironruby",
    "scriptengine",
    "v8scriptengine",
    "jscriptengine",
    "vbscriptengine",
    "clearscript",
    "nlua",
    "lua",
    "luainterface",
    "neolua",
    "moonsharp",
    "dynamicexpresso",
    "csscript",
    "csscriptlibrary",
    "evaluator",
    "expressioncontext",
    "edgejs",
    "edge",
    "chakracore",
    "boo",
];

const WHAT: &str = "runs text in a script engine";

const fn engine(word: &'static str) -> Sink {
    with(sink(word, Place::Member, EVAL, 0, 100, WHAT), ENGINES)
}

/// The sinks.
#[rustfmt::skip]
pub(super) const SINKS: &[Sink] = &[
    engine("execute"),
    engine("evaluate"),
    engine("eval"),
    engine("run"),
    engine("compile"),
    engine("compiledynamic"),
    engine("compilegeneric"),
    engine("func"),
    engine("loadmethod"),
    engine("createdelegate"),
    engine("executecommand"),
    engine("executefile"),
    sink("dostring", Place::Member, EVAL, 15, 100, WHAT),
    sink("loadstring", Place::Member, EVAL, 15, 100, WHAT),
    sink("runstring", Place::Member, EVAL, 15, 100, WHAT),
    sink("loadcode", Place::Member, EVAL, 20, 100, WHAT),
    sink("executescript", Place::Member, EVAL, 5, 80, WHAT),
    sink("runscript", Place::Member, EVAL, 5, 80, WHAT),
    sink("evaluatescript", Place::Member, EVAL, 5, 80, WHAT),
    // Readers of objects beside the formatters.
    with(sink("read", Place::Member, SERIAL, 0, 80, "deserialises with a formatter that creates any object"), &["binarymessageformatter"]),
    sink("resxresourcereader", Place::New, SERIAL, 5, 80, "reads resources, which can create any object"),
    sink("resourcereader", Place::New, SERIAL, 5, 80, "reads resources, which can create any object"),
    sink("state", Place::Of(&["axhost"]), SERIAL, 0, 80, "creates any object from a control's state"),
];

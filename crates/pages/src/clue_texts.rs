//! Texts inside literals that say what code is for, as data.

use crate::judge::Ability;

const RUN: Ability = Ability::RunsCommands;
const EVAL: Ability = Ability::EvalOfInput;
const WRITE: Ability = Ability::WritesFiles;
const READ: Ability = Ability::ReadsFiles;
const LOAD: Ability = Ability::LoadsAssembly;
const NET: Ability = Ability::Tunnels;
const SECRET: Ability = Ability::CapturesCredentials;
const HIDE: Ability = Ability::HidesCode;

/// A text inside a string literal that says what the code is for.
pub(crate) struct Clue {
    pub(crate) text: &'static str,
    pub(crate) ability: Ability,
    pub(crate) weight: u16,
    /// Counts only when the whole literal is this text or begins with it.
    pub(crate) whole: bool,
}

const fn clue(text: &'static str, ability: Ability, weight: u16) -> Clue {
    Clue { text, ability, weight, whole: false }
}

/// Texts in literals, lower case.
#[rustfmt::skip]
pub(crate) const CLUES: &[Clue] = &[
    clue("wscript.shell", RUN, 40),
    clue("shell.application", RUN, 40),
    clue("wscript.network", READ, 15),
    clue("72c24dd5-d70a-438b-8a42-98424b88afb8", RUN, 45),
    clue("f935dc22-1cf0-11d0-adb9-00c04fd58a0b", RUN, 45),
    clue("13709620-c279-11ce-a49e-444553540000", RUN, 45),
    clue("system.diagnostics.process", RUN, 40),
    clue("system.reflection.assembly", LOAD, 35),
    clue("scriptcontrol", EVAL, 40),
    clue("cmd.exe", RUN, 30),
    clue("%comspec%", RUN, 30),
    clue("powershell", RUN, 25),
    clue("winmgmts:", RUN, 35),
    clue("win32_process", RUN, 40),
    clue("rundll32", RUN, 30),
    clue("certutil", RUN, 30),
    clue("xp_cmdshell", RUN, 60),
    clue("sp_oacreate", RUN, 50),
    clue("xp_dirtree", READ, 30),
    clue("xp_regread", READ, 30),
    clue("lsass", SECRET, 40),
    clue("mimikatz", SECRET, 60),
    clue("net user ", RUN, 40),
    clue("net localgroup ", RUN, 40),
    clue("whoami", RUN, 25),
    clue("ipconfig", RUN, 15),
    clue("adodb.stream", WRITE, 5),
    clue("scripting.filesystemobject", READ, 5),
    clue("system.diagnostics", RUN, 25),
    clue("anonymoususerpass", SECRET, 45),
    clue("anonymoususername", SECRET, 20),
    clue("site exec ", RUN, 40),
    Clue { text: "setpassword", ability: RUN, weight: 25, whole: true },
    Clue { text: "administrators", ability: RUN, weight: 15, whole: true },
    clue("wamuserpass", SECRET, 45),
    clue("sp_configure", RUN, 35),
    clue("schtasks", RUN, 30),
    clue("vssadmin", RUN, 40),
    clue("ntdsutil", SECRET, 40),
    clue("comsvcs", SECRET, 40),
    clue("procdump", SECRET, 40),
    clue("reg save", SECRET, 40),
    clue("bitsadmin", RUN, 30),
    clue("virtualalloc", LOAD, 45),
    clue("createremotethread", LOAD, 60),
    clue("winexec", RUN, 45),
    clue("_modulecontainers", HIDE, 40),
    clue("msxsl:script", EVAL, 45),
    clue("urn:schemas-microsoft-com:xslt", EVAL, 15),
    clue("system.windows.data.objectdataprovider", EVAL, 45),
    clue("objectdataprovider", EVAL, 45),
    clue("iis://localhost", READ, 25),
    clue("winnt://", READ, 25),
    clue("cmdshell", RUN, 30),
    clue("webshell", RUN, 40),
    clue("x-cmd", NET, 40),
    clue("x-target", NET, 25),
    clue("nt authority\\system", RUN, 20),
    Clue { text: "/c ", ability: RUN, weight: 25, whole: true },
    Clue { text: "script:", ability: EVAL, weight: 30, whole: true },
];

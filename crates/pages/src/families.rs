//! Classes and COM objects whose whole purpose is to change the machine or to run code: what
//! matters is not which of their many members a page calls, but that the request reaches one.

use crate::judge::Ability;

const RUN: Ability = Ability::RunsCommands;
const LOAD: Ability = Ability::LoadsAssembly;
const WRITE: Ability = Ability::WritesFiles;
const READ: Ability = Ability::ReadsFiles;
const COMPILE: Ability = Ability::Compiles;
const DATA: Ability = Ability::Database;

/// A family of classes or objects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    /// How the names of its members begin, lower case: a word of the code, or a literal.
    pub(crate) stem: &'static str,
    pub(crate) ability: Ability,
    /// Weight when request input reaches a member of such an object.
    pub(crate) fed: u16,
    /// Weight when only the request names a value whole, where ordinary pages pass parts.
    pub(crate) whole: u16,
    pub(crate) what: &'static str,
}

const fn family(
    stem: &'static str,
    ability: Ability,
    fed: u16,
    whole: u16,
    what: &'static str,
) -> Family {
    Family { stem, ability, fed, whole, what }
}

/// Families of classes, by the beginnings of words, sorted by stem.
#[rustfmt::skip]
pub(crate) const CLASSES: &[Family] = &[
    family("assemblybuilder", COMPILE, 45, 60, "gives request data to emitted code"),
    family("assemblyinstaller", LOAD, 60, 80, "gives request data to an installer"),
    family("codecompileunit", COMPILE, 60, 80, "gives request data to a compiler"),
    family("csharpcompilation", COMPILE, 60, 80, "gives request data to a compiler"),
    family("directoryentries", RUN, 20, 40, "gives request data to a directory"),
    family("dynamicmethod", COMPILE, 60, 80, "gives request data to emitted code"),
    family("filesecurity", WRITE, 30, 45, "gives request data to a file's permissions"),
    family("filesystemaccessrule", WRITE, 30, 45, "gives request data to a file's permissions"),
    family("groupprincipal", RUN, 10, 45, "gives request data to a group of accounts"),
    family("ilgenerator", COMPILE, 60, 80, "gives request data to emitted code"),
    family("managedinstallerclass", LOAD, 60, 80, "gives request data to an installer"),
    family("managementbaseobject", RUN, 30, 45, "gives request data to WMI"),
    family("managementclass", RUN, 60, 80, "gives request data to WMI"),
    family("managementobject", RUN, 20, 45, "gives request data to WMI"),
    family("managementscope", RUN, 20, 45, "gives request data to WMI"),
    family("memorymapped", LOAD, 30, 45, "gives request data to shared memory"),
    family("namedpipe", RUN, 45, 80, "gives request data to a named pipe"),
    family("ntaccount", RUN, 15, 30, "gives request data to an account"),
    family("registrykey", READ, 20, 45, "gives request data to the registry"),
    family("runspace", RUN, 60, 90, "gives request data to PowerShell"),
    family("servermanager", RUN, 10, 45, "gives request data to the web server's settings"),
    family("servicecontroller", RUN, 15, 45, "gives request data to the services"),
    family("serviceinstaller", RUN, 60, 80, "gives request data to a service's installation"),
    family("taskservice", RUN, 60, 80, "gives request data to the task scheduler"),
    family("transactedinstaller", LOAD, 60, 80, "gives request data to an installer"),
    family("workflow", COMPILE, 15, 45, "gives request data to a workflow"),
];

/// A COM object whose name the page hides: see [`crate::scan`].
pub(crate) const HIDDEN: Family =
    family("", RUN, 60, 80, "gives request data to an object whose name it hides");

/// Families of COM objects and monikers, by how their names begin.
#[rustfmt::skip]
pub(crate) const OBJECTS: &[Family] = &[
    family("access.application", RUN, 45, 60, "gives request data to an Office program"),
    family("adox.", DATA, 30, 45, "gives request data to a maker of databases"),
    family("comadmin", RUN, 60, 80, "gives request data to COM+ administration"),
    family("excel.application", RUN, 5, 15, "gives request data to an Office program"),
    family("hnetcfg.", RUN, 60, 80, "gives request data to the firewall"),
    family("htmlfile", RUN, 30, 45, "gives request data to an HTML document"),
    family("iis:", RUN, 5, 60, "gives request data to the web server's settings"),
    family("internetexplorer.", RUN, 30, 45, "gives request data to a browser"),
    family("jro.", DATA, 45, 60, "gives request data to a copier of databases"),
    family("mmc20.", RUN, 60, 80, "gives request data to a console"),
    family("msscriptcontrol", RUN, 60, 90, "gives request data to a script engine"),
    family("schedule.service", RUN, 60, 80, "gives request data to the task scheduler"),
    family("scriptcontrol", RUN, 60, 90, "gives request data to a script engine"),
    family("shell.", RUN, 60, 80, "gives request data to the shell"),
    family("sqldmo.", DATA, 45, 60, "gives request data to database administration"),
    family("wbemscripting.", RUN, 60, 80, "gives request data to WMI"),
    family("winmgmts:", RUN, 60, 80, "gives request data to WMI"),
    family("winnt:", RUN, 20, 60, "gives request data to the accounts"),
    family("word.application", RUN, 5, 15, "gives request data to an Office program"),
    family("wscript.", RUN, 60, 80, "gives request data to the script host"),
    family("wsman.", RUN, 60, 80, "gives request data to remote management"),
];

/// The family that a word or a literal, lower case, belongs to.
pub(crate) fn of(families: &'static [Family], word: &str) -> Option<&'static Family> {
    let after = families.partition_point(|family| family.stem <= word);
    let family = &families[after.checked_sub(1)?];
    word.starts_with(family.stem).then_some(family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_sorted_and_found_by_stem() {
        for families in [CLASSES, OBJECTS] {
            assert!(families.windows(2).all(|pair| pair[0].stem < pair[1].stem));
        }
        assert_eq!(of(CLASSES, "runspacefactory").map(|found| found.stem), Some("runspace"));
        assert_eq!(of(CLASSES, "managementclass").map(|found| found.stem), Some("managementclass"));
        assert!(of(CLASSES, "management").is_none() && of(OBJECTS, "adodb.stream").is_none());
    }
}

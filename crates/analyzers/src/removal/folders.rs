//! Which folder a page of the change journal lay in: by the file table, by the journal's own records
//! of folders, or by the pages beside it.

use detect::Sighting;

use super::journal::{FILE, PARENT, foreign, grade};
use crate::pages::{self, Place};
use crate::setup::{Asides, Draft, Grade};

/// The path of a page in the journal: by another page of its folder in the file table, by the
/// journal's own folders, or by its own record in the file table.
pub(super) fn path_of(own: &Sighting, asides: &Asides<'_>) -> Option<String> {
    let get = |key: String| asides.get(key.as_str()).and_then(|list| list.first());
    let name = own.fact("name");
    let of_parent = get(format!("folder {}", own.fact(PARENT))).map(|one| one.fact("folder"));
    let of_journal = (own.fact("known") == "whole").then(|| own.fact("folder"));
    let of_file = || {
        let one = get(format!("file {}", own.fact(FILE)))?;
        one.fact("path").rsplit_once('\\').map(|(folder, _)| folder)
    };
    let folder = of_parent.or(of_journal).or_else(of_file)?;
    Some(if folder.is_empty() { name.to_owned() } else { format!("{folder}\\{name}") })
}

/// Settles a page whose folder is known.
pub(super) fn placed(draft: &mut Draft<'_>, path: String, did: &str) {
    let Some((page, place)) = foreign(&path) else {
        draft.grade = Grade::Silent;
        return;
    };
    draft.grade = grade(place);
    draft.object = path.clone();
    draft.why = format!("{did}, {}.", place.words());
    draft.facts.extend([("path", path), ("page", page), ("folder_known", "yes".to_owned())]);
}

/// Settles a page of whose folder only a part is known, or what lies beside the page.
pub(super) fn unplaced(draft: &mut Draft<'_>, did: &str, asides: &Asides<'_>) {
    let (own, folder) = (draft.worst, draft.worst.fact("folder"));
    let beside = asides.get(format!("beside {}", own.fact(PARENT)).as_str());
    let beside = beside.and_then(|list| list.first()).map(|one| one.fact("name"));
    if let Some((page, place)) = by_the_end(folder, own.fact("name")) {
        draft.grade = Grade::Likely;
        draft.why = format!(
            "{did}. Of its folder only the end of the path is known, {folder}: it lay {}.",
            place.words()
        );
        draft.facts.extend([("page", page), ("folder_known", "partly".to_owned())]);
    } else if pages::ships_name(own.fact("name")) {
        // Updates of Exchange make and delete hundreds.
        draft.grade = Grade::Silent;
    } else if is_of_component_store(folder) {
        draft.grade = Grade::Note;
        draft.why = format!("{did}, below {folder}, as Windows names the folders of its updates.");
    } else if let Some(beside) = beside {
        draft.grade = Grade::Likely;
        draft.why = format!(
            "{did}. Its folder is not named, but {beside} lies in it too, which Exchange has in \
             the sign-in folder of OWA only."
        );
        let page = format!("/owa/auth/{}", own.fact("name").to_lowercase());
        draft.facts.extend([("page", page), ("folder_known", "by its other pages".to_owned())]);
    } else {
        let known = if folder.is_empty() {
            "Its folder is not known.".to_owned()
        } else {
            format!("Of its folder only the end of the path is known: {folder}.")
        };
        draft.why = format!("{did}. {known}");
        draft.facts.push(("folder_known", "no".to_owned()));
    }
}

/// Whether a folder is one of Windows' component store, where updates put the pages of .NET: its
/// name holds the key that Microsoft signs components with.
fn is_of_component_store(folder: &str) -> bool {
    let lower = folder.to_ascii_lowercase();
    ["_31bf3856ad364e35_", "_b03f5f7f11d50a3a_"].iter().any(|key| lower.contains(key))
}

/// Whether builds ship a page of this name in the sign-in folder of OWA and in no other.
pub(super) fn is_of_sign_in(name: &str) -> bool {
    let shipped =
        |folder: &str| pages::judge(format!("{folder}{name}").as_bytes()) == pages::Page::Shipped;
    shipped("/owa/auth/") && !["/ecp/auth/", "/ecp/", "/owa/", "/"].into_iter().any(shipped)
}

/// The page of a path of which only the end is known, by the folders that bear the names of
/// Exchange's applications; `None` if it has none or the page lies in no bare folder.
fn by_the_end(folder: &str, name: &str) -> Option<(String, Place)> {
    let parts: Vec<&str> = folder.split('\\').collect();
    let is_application = |part: &&str| {
        ["owa", "ecp", "oab", "aspnet_client"].iter().any(|own| part.eq_ignore_ascii_case(own))
    };
    let first = parts.iter().position(is_application)?;
    let judged = pages::judge(format!("/{}/{name}", parts[first..].join("/")).as_bytes());
    let (page, place) = judged.foreign()?;
    place.is_bare().then(|| (page.to_owned(), place))
}

//! Names that ship, names that imitate, names nobody chose.

use super::*;

fn like(path: &str) -> Option<&'static str> {
    check_name(path).looks_like.map(|like| like.of)
}

#[test]
fn shipped_places_are_known_in_any_case() {
    let check = check_name("FrontEnd\\HttpProxy\\owa\\auth\\Logon.aspx");
    assert_eq!(check.shipped.len(), 7);
    assert_eq!((check.looks_like, check.random), (None, None));
    assert!(!check_name("ClientAccess\\ecp\\default.aspx").shipped.is_empty());
    assert!(!check_name("ecp/default.aspx").shipped.is_empty());
}

#[test]
fn imitations_are_named() {
    let auth = "frontend\\httpproxy\\owa\\auth\\";
    for (name, of) in [
        ("errorFF.aspx", "errorfe.aspx"),
        ("errorEE.aspx", "errorfe.aspx"),
        ("errorEW.aspx", "errorfe.aspx"),
        ("OutlookEN.aspx", "outlookcn.aspx"),
        ("RedirSuiteServerProxy.aspx", "redirsuiteserviceproxy.aspx"),
        ("l0gon.aspx", "logon.aspx"),
        ("lоgon.aspx", "logon.aspx"),
        ("logon2.aspx", "logon.aspx"),
        ("1ogoff.aspx", "logoff.aspx"),
        ("frown.aspx", "frowny.aspx"),
    ] {
        let found = like(&format!("{auth}{name}")).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(file_name(found), of, "{name}");
    }
    assert!(like("frontend\\httpproxy\\ecp\\auth\\TimeoutLogoff.aspx").is_some());
    assert!(like("frontend\\httpproxy\\ecp\\auth\\Logout.aspx").is_some());
}

#[test]
fn a_shipped_name_in_another_place_is_said() {
    let check = check_name("frontend\\httpproxy\\oab\\logon.aspx");
    assert!(check.shipped.is_empty());
    assert!(check.elsewhere.contains(&"frontend\\httpproxy\\owa\\auth\\logon.aspx"));
}

#[test]
fn unlike_names_are_left_alone() {
    for name in ["quarterlyreport.aspx", "warehouse.aspx", "intranet.aspx"] {
        let check = check_name(&format!("frontend\\httpproxy\\owa\\auth\\{name}"));
        assert_eq!((check.looks_like, check.random), (None, None), "{name}");
    }
}

#[test]
fn generated_names_are_seen() {
    for name in ["hwtjqdmfvmpoon", "volwmfqwpp", "d62ffcd688", "570221043", "8lw7tahf9i1pjnro", "a"]
    {
        assert!(random_looking(name).is_some(), "{name}");
    }
}

#[test]
fn few_shipped_names_look_generated() {
    let odd: Vec<_> =
        shipped_paths().filter(|path| random_looking(stem(file_name(path))).is_some()).collect();
    assert!(odd.len() <= 12, "{odd:?}");
}

#[test]
fn every_row_names_a_place_and_two_builds() {
    let rows: Vec<_> = ROWS.chunks_exact(ROW).map(|row| index().shipped(row)).collect();
    assert_eq!(rows.len(), 2_683);
    assert!(rows.iter().all(|row| !row.path.is_empty() && row.first.major == 15));
    assert!(rows.iter().all(|row| row.first <= row.last));
}

#[test]
fn hostile_names_end() {
    for name in ["", ".", "\\", &"a".repeat(100_000), &"\u{200b}".repeat(5_000)] {
        assert!(check_name(name).shipped.is_empty());
    }
}

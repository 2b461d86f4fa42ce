//! Names as archives and folders give them, made harmless.

/// A name split at either separator and joined by `/`: empty parts and `.` dropped, `..` and
/// roots taken out. Nothing is resolved: a name that climbs keeps the rest of its components.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SafeName {
    /// The harmless name; empty if nothing is left.
    pub(crate) name: String,
    /// Whether the name as given pointed outside its container.
    pub(crate) unsafe_: bool,
}

/// Makes a name harmless.
pub(crate) fn safe(given: &str) -> SafeName {
    let absolute = given.starts_with(['/', '\\']) || drive_absolute(given);
    let mut climbs = false;
    let mut name = String::with_capacity(given.len());
    for part in given.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            climbs = true;
            continue;
        }
        if !name.is_empty() {
            name.push('/');
        }
        name.push_str(part);
    }
    SafeName { name, unsafe_: absolute || climbs }
}

fn drive_absolute(given: &str) -> bool {
    let bytes = given.as_bytes();
    bytes.len() > 2
        && bytes[0].is_ascii_alphabetic()
        && bytes[1] == b':'
        && matches!(bytes[2], b'/' | b'\\')
}

/// Whether a name is that of an archive that is opened where it lies inside another source.
pub(crate) fn is_inner_archive(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() > 4 && bytes[bytes.len() - 4..].eq_ignore_ascii_case(b".zip")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn separators_are_one_and_climbing_is_taken_out() {
        let cases = [
            ("a\\b/c", "a/b/c", false),
            ("./a//b/", "a/b", false),
            ("../../etc/passwd", "etc/passwd", true),
            ("a/..\\..\\b", "a/b", true),
            ("/etc/passwd", "etc/passwd", true),
            ("\\\\host\\share\\x", "host/share/x", true),
            ("C:\\Windows\\x", "C:/Windows/x", true),
            ("C:x", "C:x", false),
            ("..", "", true),
            ("...", "...", false),
        ];
        for (given, name, unsafe_) in cases {
            assert_eq!(safe(given), SafeName { name: name.into(), unsafe_ }, "{given}");
        }
    }

    proptest! {
        #[test]
        fn no_name_climbs_or_starts_at_a_root(given in "(\\.\\.|[a-z:\\\\/.]){0,12}") {
            let name = safe(&given).name;
            prop_assert!(!name.starts_with('/'));
            prop_assert!(!name.contains('\\'));
            prop_assert!(name.split('/').all(|part| part != ".." && part != "."));
        }
    }
}

//! Matching of paths and names without regard to case, as Windows does it.

/// Whether `name` matches `pattern`, in which `*` stands for any run of characters.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    // The place to go back to: just after the last star, and the name from where it was tried.
    let mut retry: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p + 1, n));
                p += 1;
            }
            Some(byte) if byte.eq_ignore_ascii_case(&name[n]) => {
                p += 1;
                n += 1;
            }
            _ => match retry {
                Some((after, from)) => {
                    p = after;
                    n = from + 1;
                    retry = Some((after, n));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

/// The folders of `path`, given as its components with the file name, after the first place where
/// `folder` (components separated by `\`) occurs among them, without the file name; `None` if it
/// does not occur. The empty folder occurs in every path.
pub(crate) fn below<'p, 'a>(path: &'p [&'a str], folder: &str) -> Option<&'p [&'a str]> {
    let folders = &path[..path.len().checked_sub(1)?];
    if folder.is_empty() {
        return Some(folders);
    }
    let long = 1 + folder.bytes().filter(|byte| *byte == b'\\').count();
    let first = folder.split('\\').next()?;
    let at = folders.windows(long).position(|window| {
        // Nearly all end here, and every file of the evidence is asked for every row.
        window[0].eq_ignore_ascii_case(first)
            && window
                .iter()
                .zip(folder.split('\\'))
                .all(|(own, part)| own.eq_ignore_ascii_case(part))
    })?;
    Some(&folders[at + long..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run() {
        for (pattern, name, wanted) in [
            ("u_ex*.log", "U_EX210303.LOG", true),
            ("*", "", true),
            ("*.log", "a.log.txt", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("", "x", false),
            ("x", "", false),
        ] {
            assert_eq!(matches(pattern, name), wanted, "{pattern} {name}");
        }
    }

    #[test]
    fn folders_are_whole_components() {
        let path = ["E:", "Ex", "LOGGING", "httpproxy", "Ecp", "x.LOG"];
        assert_eq!(below(&path, "Logging\\HttpProxy"), Some(&["Ecp"][..]));
        assert_eq!(below(&path, "Logging\\Http"), None);
        assert_eq!(below(&path, "x.LOG"), None, "the file itself is no folder");
        assert_eq!(below(&["x.LOG"], ""), Some(&[][..]));
    }
}

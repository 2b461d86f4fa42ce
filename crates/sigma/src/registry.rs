//! Registry changes of the Security audit in the words of Sysmon, which rules are written in.

use crate::test::parse_integer;

/// The roots of the registry as the kernel names them, and as Sysmon does.
const ROOTS: [(&str, &str); 2] =
    [("\\REGISTRY\\MACHINE\\", "HKLM\\"), ("\\REGISTRY\\USER\\", "HKU\\")];

/// A set of services by its number, which the audit writes, and the one in force, which Sysmon
/// writes.
const CONTROL_SET: (&str, &str) = ("\\controlset001\\", "\\CurrentControlSet\\");

/// Types of values in the words of the audit. Source: Microsoft, "4657(S): A registry value was
/// modified", and the parameter messages 1872 to 1883 of Windows.
const BINARY: &str = "%%1875";
const DWORD: &str = "%%1876";
const QWORD: &str = "%%1883";

/// A path as Sysmon writes it; `None` if it is no path of the kernel.
pub(crate) fn path(kernel: &str) -> Option<String> {
    let (short, rest) = ROOTS.iter().find_map(|(root, short)| {
        let (start, rest) = kernel.split_at_checked(root.len())?;
        start.eq_ignore_ascii_case(root).then_some((short, rest))
    })?;
    let mut path = format!("{short}{rest}");
    let (numbered, current) = CONTROL_SET;
    if let Some(at) = path.to_ascii_lowercase().find(numbered) {
        path.replace_range(at..at + numbered.len(), current);
    }
    Some(path)
}

/// The data of a value of this type as Sysmon writes it; `None` if that is how it stands.
pub(crate) fn data(text: &str, kind: &str) -> Option<String> {
    let number = parse_integer(text).map(i64::cast_unsigned);
    match (kind.trim(), number) {
        (DWORD, Some(number)) => Some(format!("DWORD (0x{number:08x})")),
        (QWORD, Some(number)) => {
            Some(format!("QWORD (0x{:08x}-0x{:08x})", number >> 32, number & 0xffff_ffff))
        }
        (BINARY, _) => Some("Binary Data".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_data_of_the_audit() {
        let run = "\\Registry\\Machine\\SYSTEM\\ControlSet001\\Services\\x\\Start";
        let sysmon = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\x\\Start";
        assert_eq!(path(run).as_deref(), Some(sysmon));
        assert_eq!(path("\\REGISTRY\\USER\\S-1-5-18\\a").as_deref(), Some("HKU\\S-1-5-18\\a"));
        assert_eq!(path("HKLM\\x"), None);
        assert_eq!(data("1", DWORD).as_deref(), Some("DWORD (0x00000001)"));
        assert_eq!(data("0x100000002", QWORD).as_deref(), Some("QWORD (0x00000001-0x00000002)"));
        assert_eq!(data("00 01", BINARY).as_deref(), Some("Binary Data"));
        assert_eq!(data("cmd", "%%1873"), None);
    }
}

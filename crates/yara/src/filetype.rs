//! What a file is by its first bytes, in the words that public rule packs compare the external
//! variable `filetype` with.

/// First bytes and the packs' word for them. The words and signatures are those that Loki and THOR
/// define (`misc/file-type-signatures.txt` of <https://github.com/Neo23x0/signature-base>); longer
/// signatures stand before shorter ones that they begin with.
const SIGNATURES: [(&[u8], &str); 51] = [
    (b"\x1f\x8b\x08", "GZIP"),
    (b"%PDF", "PDF"),
    (b"0\0\0\0LfLe", "EVT"),
    (b"PK\x03\x04\x14\0\x06\0", "Office"),
    (b"PK\x03\x04\x14\0\x08\0", "JAR"),
    (b"PKSpX", "PKSFX"),
    (b"7z\xbc\xaf\x27\x1c", "7Zip"),
    (b"Function", "VBS"),
    (b"BZh", "BZip2"),
    (b"_'\xa8\x89", "JAR"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"PK\x05\x06", "PKZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"WinZip", "WinZIP"),
    (b"regf", "Registry Hive"),
    (b"{\\rtf1", "RTF"),
    (b"ustar", "TAR"),
    (b"\xd4\xc3\xb2\xa1", "WINPCAP"),
    (b"\xa1\xb2\xc3\xd4", "LIBPCAP"),
    (b"\xa1\xb2\xcd\x34", "LIBPCAP"),
    (b"\xca\xfe\xba\xbe", "Class"),
    (b"\xff\xfe<\0?\0x\0m\0l", "Windows At Job"),
    (b"<?php", "PHP"),
    (b"# Disk D", "VMDK"),
    (b"ElfFil", "EVTX"),
    (b"AES", "AESCrypt"),
    (b"COWD", "VMDK"),
    (b"<?xm", "XML"),
    (b"<?XM", "XML"),
    (b"CWS", "SWF"),
    (b"ZWS", "SWF"),
    (b"FWS", "FWS (Flash)"),
    (b"GIF", "GIF"),
    (b"\x89PNG", "PNG"),
    (b"FILE", "NTFS MFT"),
    (b"KDM", "VMDK"),
    (b"L\0\0\0\x01\x14\x02\0", "LNK"),
    (b"MSCF", "CAB"),
    (b"PK\x03\x04", "ZIP"),
    (b"\xff\xfe<\0%\0@", "JSP"),
    (b"conectix", "VHD"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"#!/", "UNIX SCRIPT"),
    (b"MDMP", "MDMP"),
    (b"\x7fE", "ELF"),
    (b"#!", "Script"),
    (b"`\xea", "ARJ"),
    (b"\x1f\x9d", "TARZ"),
    (b"<%", "JSP"),
    (b"MZ", "EXE"),
    (b"\xff\xfe", "Windows Registry File"),
];

/// The word for content that no signature knows.
const UNKNOWN: &str = "UNKNOWN";

/// The packs' word for content, `UNKNOWN` if there is none.
pub(crate) fn filetype(bytes: &[u8]) -> &'static str {
    let found = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    found.map_or(UNKNOWN, |(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_types() {
        for (bytes, wanted) in [
            (&b"MZ\x90\0"[..], "EXE"),
            (b"GIF89a", "GIF"),
            (b"<%@ Page", "JSP"),
            (b"PK\x03\x04\x14\0\x06\0x", "Office"),
            (b"PK\x03\x04\x0a", "ZIP"),
            (b"MDMP\x93\xa7", "MDMP"),
            (b"", "UNKNOWN"),
            (b"hello", "UNKNOWN"),
        ] {
            assert_eq!(filetype(bytes), wanted);
        }
    }

    #[test]
    fn no_signature_hides_behind_a_shorter_one() {
        for (index, (signature, word)) in SIGNATURES.iter().enumerate() {
            let first = SIGNATURES.iter().position(|(own, _)| signature.starts_with(own));
            assert_eq!(first, Some(index), "{word}");
        }
    }
}

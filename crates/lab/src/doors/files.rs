//! Files that say by name, place and first bytes what somebody was doing.

use host::writers::program::NewProgram;

use super::{Laying, text};

/// The beginning of a memory dump, and nothing after it that means anything. A real one is larger;
/// the smallest that tools write has some hundred KiB.
fn minidump(seed: u32) -> Vec<u8> {
    [&b"MDMP\x93\xa7\x00\x00"[..], &text::noise(seed, 128 * 1024)].concat()
}

pub(super) fn lsass_dump(on: &mut Laying<'_>) {
    if on.innocent {
        let folder = r"C:\ProgramData\Microsoft\Windows\WER\ReportQueue\AppCrash_w3wp.exe_1";
        on.aside(r"C:\Dumps\w3wp_210305.dmp", minidump(57));
        return on.file(&format!(r"{folder}\minidump.mdmp"), minidump(50));
    }
    on.file(r"C:\inetpub\wwwroot\aspnet_client\lsass.dmp", minidump(51));
}

/// The beginning of a database of Windows' own engine.
fn database(seed: u32) -> Vec<u8> {
    let mut bytes = vec![0x10, 0x20, 0x30, 0x40, 0xEF, 0xCD, 0xAB, 0x89];
    bytes.extend(text::noise(seed, 8_000));
    bytes
}

pub(super) fn ntds_copy(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(r"C:\Windows\NTDS\ntds.dit", database(52));
    }
    on.file(r"C:\Windows\Temp\ntds.dit", database(53));
}

pub(super) fn archive(on: &mut Laying<'_>) {
    if on.innocent {
        // Definitions of an antivirus product are archives in its own folder.
        let folder = r"C:\ProgramData\Example Antivirus\Definitions";
        let zip = [&b"PK\x03\x04\x14\x00\x00\x00\x08\x00"[..], &text::noise(54, 3_000)].concat();
        return on.file(&format!(r"{folder}\defs-20210305.zip"), zip);
    }
    let rar = [&b"Rar!\x1a\x07\x01\x00"[..], &text::noise(55, 6_000)].concat();
    on.file(r"C:\ProgramData\it.rar", rar.clone());
    on.file(r"C:\Windows\Temp\out.png", rar);
}

fn program(company: &str, product: &str, signer: Option<(&str, &str)>) -> Vec<u8> {
    let strings = [("CompanyName", company), ("ProductName", product)];
    NewProgram { version: [1, 0, 0, 0], strings: &strings, signer, ..NewProgram::default() }.bytes()
}

pub(super) fn tool(on: &mut Laying<'_>) {
    if on.innocent {
        let signer = Some(("Example Remote Ltd", "Example Code Signing CA"));
        let signer_of_tools = Some(("Microsoft Corporation", "Microsoft Code Signing PCA"));
        on.aside(
            r"C:\Tools\SysinternalsSuite\procdump64.exe",
            program("Sysinternals", "ProcDump", signer_of_tools),
        );
        return on.file(
            r"C:\Program Files\Example Remote\remote.exe",
            program("Example Remote Ltd", "Example Remote", signer),
        );
    }
    on.file(r"C:\ProgramData\frpc.exe", program("", "", None));
    on.file(r"C:\Windows\Temp\procdump64.exe", program("Sysinternals", "ProcDump", None));
}

pub(super) fn ransom_note(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(
            r"C:\Program Files\Example Monitoring\README.txt",
            "Example Monitoring 4.2. Start setup.exe to install the agent.\r\n",
        );
    }
    // As Babuk left them on Exchange servers (November 2021).
    let note =
        ["Your files have been encr", "ypted. Send 1 coin to nobody.invalid. inert specimen.\r\n"]
            .concat();
    let mailbox = on.exchange("Mailbox");
    for folder in [mailbox.as_str(), "C:", r"C:\Users\h.berg\Documents"] {
        on.file(&format!(r"{folder}\How To Restore Your Files.txt"), note.clone());
    }
    for name in ["Mailbox Database 1.edb", "E0000000A1F.log"] {
        on.aside(&format!(r"{mailbox}\{name}.babyk"), text::noise(56, 2_000));
    }
}

pub(super) fn disguised_program(on: &mut Laying<'_>) {
    if on.innocent {
        let windows = Some(("Microsoft Windows", "Microsoft Windows Production PCA 2011"));
        let bytes = program("Microsoft Corporation", "Windows", windows);
        let store =
            "amd64_microsoft-windows-services-svchost_31bf3856ad364e35_10.0.14393.0_none_a1";
        on.file(&format!(r"C:\Windows\WinSxS\{store}\svchost.exe"), bytes.clone());
        return on.file(r"C:\Windows\System32\svchost.exe", bytes);
    }
    on.file(r"C:\ProgramData\svchost.exe", program("", "", None));
}

/// Names that Windows reserves for devices; other systems write them without a thought.
pub(super) fn unreachable_name(on: &mut Laying<'_>) {
    if on.innocent {
        return on.file(r"D:\Shares\Archive\AUX\notes.txt", "Notes on auxiliary power.\r\n");
    }
    let script = ["Start-Pro", "cess sh.invalid # inert specimen\r\n"].concat();
    on.file(r"C:\ProgramData\AUX\sync.ps1", script);
}

// Tools that take secrets, and what they leave: dumps and copies of the stores of secrets.
import "pe"

private rule text_of_rules
{
    strings:
        $condition = "condition:"
        $strings = "strings:"
        $detection = "detection:"
        $logsource = "logsource:"
    condition:
        uint16(0) != 0x5a4d and (($condition and $strings) or ($detection and $logsource))
}

private rule unsigned_library
{
    condition:
        uint16(0) == 0x5a4d and pe.is_pe and pe.is_dll() and pe.data_directories[pe.IMAGE_DIRECTORY_ENTRY_SECURITY].size == 0
}

rule credential_tool : credential_theft
{
    meta:
        description = "A program or script takes passwords, hashes or tickets from the system: mimikatz, Rubeus, LaZagne, SharpDPAPI, nanodump or the like"
        reference = "https://attack.mitre.org/software/S0002/"
        attack = "T1003.001, T1003, T1558"
        stage = "file_written"
        confidence = "high"
        false_positives = "Definitions of security products, which quote such words."
    strings:
        $author = "gentilkiwi" ascii wide nocase
        $logon = "sekurlsa::logonpasswords" ascii wide nocase
        $logon_wide = "sekurlsa" wide fullword
        $dcsync = "lsadump::dcsync" ascii wide nocase
        $sam = "lsadump::sam" ascii wide nocase
        $module = "kuhl_m_sekurlsa" ascii wide
        $invoke = "Invoke-Mimikatz" ascii wide nocase
        $rubeus = "asktgt" wide fullword
        $rubeus_roast = "kerberoast" wide fullword
        $lazagne = "lazagne.softwares" ascii
        $dpapi = "SharpDPAPI" ascii wide
        $nanodump = "nanodump" ascii wide nocase
        $safetykatz = "SafetyKatz" ascii wide
        $secretsdump = "secretsdump" ascii nocase
        $pypykatz = "pypykatz" ascii nocase
        $minidump = "Out-Minidump" ascii wide nocase
    condition:
        filesize < 30MB and not text_of_rules and (2 of ($author, $logon, $logon_wide, $dcsync, $sam, $module) or ($rubeus and $rubeus_roast) or any of ($invoke, $lazagne, $safetykatz, $minidump) or (uint16(0) == 0x5a4d and any of ($module, $dpapi, $nanodump)) or (#secretsdump > 2 and $pypykatz))
}

rule credential_dump_of_lsass : credential_theft
{
    meta:
        description = "A memory dump of the process that holds everybody's passwords and tickets (lsass)"
        reference = "https://attack.mitre.org/techniques/T1003/001/"
        attack = "T1003.001"
        stage = "credentials_taken"
        confidence = "medium"
        claim = "data_touched"
        false_positives = "A dump that Windows wrote when the process crashed."
    strings:
        $process = "\\lsass.exe" wide nocase
        $server = "lsasrv.dll" wide nocase
    condition:
        uint32be(0) == 0x4d444d50 and all of them
}

rule credential_dump_command : credential_theft
{
    meta:
        description = "A script dumps the memory of lsass with a library that Windows brings along, or with a dump tool"
        reference = "https://lolbas-project.github.io/lolbas/Libraries/comsvcs/"
        attack = "T1003.001, T1218.011"
        stage = "file_written"
        confidence = "high"
        false_positives = "None known; reports that quote the command are text of another kind."
    strings:
        $library = /comsvcs(\.dll)?["',]{0,2}\s{0,4},?\s{0,4}(MiniDump|#\+?0{0,8}24)/ nocase ascii wide
        $full = /comsvcs[^\r\n]{1,120}\bfull\b/ nocase ascii wide
        $procdump = /procdump(64)?(\.exe)?["']?\s[^\r\n]{0,60}-ma\s[^\r\n]{0,40}lsass/ nocase ascii wide
    condition:
        filesize < 1MB and uint16(0) != 0x5a4d and not text_of_rules and (($library and $full) or $procdump)
}

rule credential_dump_tool : credential_theft
{
    meta:
        description = "Sysinternals ProcDump, which writes the memory of any process to a file; on a mail server it needs a reason"
        reference = "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/"
        attack = "T1003.001"
        stage = "file_written"
        confidence = "low"
        false_positives = "Microsoft's support asks for dumps made with it."
    strings:
        $company = "Sysinternals" wide
        $name = "ProcDump" wide fullword
        $about = "Writes process dump files"
    condition:
        uint16(0) == 0x5a4d and filesize < 5MB and $company and any of ($name, $about)
}

rule credential_hive_copy : credential_theft
{
    meta:
        description = "A copy of the registry hive that holds local passwords (SAM) or service secrets (SECURITY), outside the place where Windows keeps it"
        reference = "https://attack.mitre.org/techniques/T1003/002/"
        attack = "T1003.002, T1003.004"
        stage = "credentials_taken"
        confidence = "medium"
        claim = "data_touched"
        false_positives = "A backup, or a collection made by those who look into the incident."
    strings:
        $secrets = "PolEKList"
        $current = "CurrVal"
        $rxact = "RXACT"
        $domains = "Domains"
        $builtin = "Builtin"
        $aliases = "Aliases"
    condition:
        uint32be(0) == 0x72656766 and filesize < 64MB and filepath != "" and not (filepath contains "\\system32\\config") and not (filepath contains "\\windows\\repair") and (($secrets and $current) or all of ($rxact, $domains, $builtin, $aliases))
}

rule credential_directory_copy : credential_theft
{
    meta:
        description = "A copy of the directory's database (ntds.dit), which holds the password hashes of everybody, outside the place where Windows keeps it"
        reference = "https://attack.mitre.org/techniques/T1003/003/"
        attack = "T1003.003"
        stage = "credentials_taken"
        confidence = "medium"
        claim = "data_touched"
        false_positives = "A backup of a domain controller."
    strings:
        $links = "link_table"
        $descriptors = "sdproptable"
        $data = "datatable"
    condition:
        uint32(4) == 0x89abcdef and all of them and not (filepath contains "\\windows\\ntds\\") and not (filepath contains "\\windows\\system32\\ntds.dit")
}

rule credential_password_filter : credential_theft
{
    meta:
        description = "An unsigned library is built to be told every new password (password filter)"
        reference = "https://attack.mitre.org/techniques/T1556/002/"
        attack = "T1556.002"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "A password policy product without a signature."
    condition:
        unsigned_library and pe.exports("PasswordChangeNotify") and pe.exports("InitializeChangeNotify")
}

rule credential_network_provider : credential_theft
{
    meta:
        description = "An unsigned library is built to be told every password at log-on (network provider)"
        reference = "https://attack.mitre.org/techniques/T1556/008/"
        attack = "T1556.008"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "A file system or sign-in product without a signature."
    condition:
        unsigned_library and pe.exports("NPLogonNotify") and pe.exports("NPGetCaps")
}

rule credential_security_package : credential_theft
{
    meta:
        description = "An unsigned library is built to be loaded into lsass as a security package"
        reference = "https://attack.mitre.org/techniques/T1547/005/"
        attack = "T1547.005"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "A sign-in product without a signature."
    condition:
        unsigned_library and pe.exports("SpLsaModeInitialize")
}

// Scripts that intruders run on a server once they can.

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

rule script_powercat : script
{
    meta:
        description = "powercat: a PowerShell script that opens connections and hands them a command interpreter"
        reference = "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/"
        attack = "T1059.001, T1095"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None that belongs on a mail server."
    strings:
        $function = /nction\s{1,4}powercat\b/ nocase ascii wide
        $repository = "besimorhino/powercat" nocase ascii wide
        $call = /\bpowercat(\.ps1)?["';)]{0,3}\s{0,4};?\s{0,4}(powercat)?\s{0,4}-(c|l|e|p|ep|r)\s/ nocase ascii wide
    condition:
        filesize < 2MB and uint16(0) != 0x5a4d and not text_of_rules and any of them
}

rule script_reverse_shell : script
{
    meta:
        description = "A PowerShell script connects out and runs as commands what it is sent (Nishang's Invoke-PowerShellTcp and its kin)"
        reference = "https://github.com/samratashok/nishang"
        attack = "T1059.001, T1095"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None that belongs on a mail server."
    strings:
        $client = /net\.sockets\.tcp(client|listener)/ nocase ascii wide
        $stream = /\.getstream\s{0,4}\(/ nocase ascii wide
        $run = /\b(iex|invoke-expression)\b/ nocase ascii wide
        $block = /\[scriptblock\]::create/ nocase ascii wide
        $nishang = "Invoke-PowerShellTcp" nocase ascii wide
        $nishang_udp = "Invoke-PowerShellUdp" nocase ascii wide
        $conpty = "Invoke-ConPtyShell" nocase ascii wide
        $udp = "Invoke-PowerShellIcmp" nocase ascii wide
    condition:
        filesize < 2MB and uint16(0) != 0x5a4d and not text_of_rules and (($client and $stream and any of ($run, $block)) or any of ($nishang, $nishang_udp, $conpty, $udp))
}

rule script_switches_off_scanning : script
{
    meta:
        description = "A script switches off the scanning of scripts (AMSI) or the recording of script blocks"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        attack = "T1562.001"
        stage = "file_written"
        confidence = "high"
        false_positives = "None that belongs on a mail server."
    strings:
        $init = "amsiInitFailed" nocase ascii wide
        $utils = /amsi["']?\s{0,4}\+?\s{0,4}["']?utils/ nocase ascii wide
        $set = ".SetValue(" nocase ascii wide
        $buffer = "AmsiScanBuffer" nocase ascii wide
        $protect = "VirtualProtect" nocase ascii wide
        $type = "Add-Type" nocase ascii wide
        $settings = "cachedGroupPolicySettings" nocase ascii wide
        $block = "EnableScriptBlockLogging" nocase ascii wide
    condition:
        filesize < 2MB and uint16(0) != 0x5a4d and not text_of_rules and (($init and $set) or ($utils and $set) or ($buffer and $protect and $type) or ($settings and $block))
}

rule script_download_and_run : script
{
    meta:
        description = "A script fetches text from the network and runs it at once"
        reference = "https://attack.mitre.org/techniques/T1105/"
        attack = "T1059.001, T1105"
        stage = "file_written"
        confidence = "medium"
        false_positives = "Installers of package managers: see where it fetches from."
    strings:
        $before = /\b(iex|invoke-expression)\b[^\r\n]{0,80}(downloadstring|downloaddata|invoke-webrequest|\biwr\b|invoke-restmethod)/ nocase ascii wide
        $after = /(downloadstring|invoke-webrequest|\biwr\b|invoke-restmethod)[^\r\n]{0,160}\|\s{0,4}(iex|invoke-expression)\b/ nocase ascii wide
        $load = /\[(system\.)?reflection\.assembly\]::load\s{0,4}\([^\r\n]{0,120}(downloaddata|frombase64string)/ nocase ascii wide
        $scriptlet = /regsvr32(\.exe)?\s[^\r\n]{0,60}\/i:https?:/ nocase ascii wide
        $mshta = /mshta(\.exe)?["']?\s{1,4}["']?(https?:|javascript:|vbscript:)/ nocase ascii wide
    condition:
        filesize < 1MB and uint16(0) != 0x5a4d and not text_of_rules and any of them
}

rule script_encoded_command : script
{
    meta:
        description = "A script or task starts PowerShell with a long encoded command and a hidden window or without its limits"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        attack = "T1059.001, T1027.010"
        stage = "file_written"
        confidence = "medium"
        false_positives = "Some management agents start their work so."
    strings:
        $command = /powershell(\.exe)?["']?\s[^\r\n]{0,120}-e(c|nc|nco|ncod|ncode|ncoded|ncodedc|ncodedcommand)?\s{1,4}["']?[A-Za-z0-9+\/]{120}/ nocase ascii wide
        $hidden = /-w(in|indow|indowstyle)?\s{1,4}(hidden|1)\b/ nocase ascii wide
        $bypass = /-(ep|exec|executionpolicy)\s{1,4}bypass/ nocase ascii wide
        $quiet = /-(nop|noprofile|noni|sta)\b/ nocase ascii wide
    condition:
        filesize < 1MB and uint16(0) != 0x5a4d and not text_of_rules and $command and any of ($hidden, $bypass, $quiet)
}

rule script_switches_off_defender : script
{
    meta:
        description = "A script switches Defender off or keeps it from looking at folders of the web server"
        reference = "https://attack.mitre.org/techniques/T1562/001/"
        attack = "T1562.001"
        stage = "file_written"
        confidence = "medium"
        false_positives = "Set-up scripts that exclude the folders Microsoft names for Exchange; those do not switch anything off."
    strings:
        $off = /set-mppreference[^\r\n]{0,120}-disable(realtimemonitoring|behaviormonitoring|ioavprotection|scriptscanning)\s{1,4}(\$true|1)/ nocase ascii wide
        $exclude = /(add|set)-mppreference[^\r\n]{0,80}-exclusion(path|process|extension)[^\r\n]{0,80}(inetpub|aspnet_client|\.aspx|\bc:\\["'\s]|c:\\windows\\temp|powershell|w3wp)/ nocase ascii wide
        $policy = /reg(\.exe)?\s{1,4}add\s[^\r\n]{0,160}windows defender[^\r\n]{0,120}(disableantispyware|disablerealtimemonitoring)/ nocase ascii wide
    condition:
        filesize < 1MB and uint16(0) != 0x5a4d and not text_of_rules and any of them
}

rule script_domain_scouting : script
{
    meta:
        description = "A script looks over the whole domain for accounts, rights and machines (PowerView, SharpHound, PowerUp, ADRecon)"
        reference = "https://attack.mitre.org/software/S0521/"
        attack = "T1087.002, T1482, T1069.002"
        stage = "file_written"
        confidence = "medium"
        false_positives = "A penetration test that was agreed on."
    strings:
        $bloodhound = "Invoke-BloodHound" nocase ascii wide
        $sharphound = "SharpHound" ascii wide
        $hunter = "Invoke-UserHunter" nocase ascii wide
        $share = "Invoke-ShareFinder" nocase ascii wide
        $admin = "Find-LocalAdminAccess" nocase ascii wide
        $checks = "Invoke-AllChecks" nocase ascii wide
        $recon = "ADRecon" nocase fullword ascii wide
        $trust = "Get-NetDomainTrust" nocase ascii wide
    condition:
        filesize < 10MB and not text_of_rules and ($bloodhound or 2 of ($sharphound, $hunter, $share, $admin, $checks, $recon, $trust))
}

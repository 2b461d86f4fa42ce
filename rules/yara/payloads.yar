// Programs and data that run an intruder's commands and are no pages: remote access frameworks,
// packed .NET objects, miners.
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

rule payload_dotnet_objects : payload
{
    meta:
        description = "Packed .NET objects that start a program when they are unpacked: what is sent in a forged view state or to the Exchange back end"
        reference = "https://learn.microsoft.com/en-us/dotnet/standard/serialization/binaryformatter-security-guide"
        attack = "T1190, T1059"
        stage = "file_written"
        confidence = "high"
        false_positives = "The tool that makes such objects, and its manual."
    strings:
        $header = { 00 01 00 00 00 FF FF FF FF 01 00 00 00 00 00 00 00 }
        $formatting = "TextFormattingRunProperties"
        $provider = /<ObjectDataProvider[^>]{0,400}MethodName\s{0,4}=/
        $diagnostics = "System.Diagnostics"
        $surrogate = "ActivitySurrogateSelector"
        $sorted = "System.Collections.Generic.ComparisonComparer"
        $process = "System.Diagnostics.Process"
        $provider_base64 = "ObjectDataProvider" base64
        $formatting_base64 = "TextFormattingRunProperties" base64
        $surrogate_base64 = "ActivitySurrogateSelector" base64
        $delegate_base64 = "System.DelegateSerializationHolder" base64
        $process_base64 = "System.Diagnostics.Process" base64
    condition:
        filesize < 20MB and not text_of_rules and (($header and $formatting and $provider) or ($provider and $diagnostics and not uint16(0) == 0x5a4d and $formatting) or ($header and $sorted and $process and not uint16(0) == 0x5a4d) or ($formatting_base64 and $provider_base64) or ($surrogate_base64) or ($delegate_base64 and $process_base64) or ($header and $surrogate and not uint16(0) == 0x5a4d))
}

rule payload_cobalt_strike : payload
{
    meta:
        description = "A program or script holds Cobalt Strike's Beacon, by its own messages and default names"
        reference = "https://attack.mitre.org/software/S0154/"
        attack = "T1071.001, T1620"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $pipe = "%c%c%c%c%c%c%c%c%cMSSE-%d-server"
        $dll = "beacon.dll"
        $dll64 = "beacon.x64.dll"
        $loader = "ReflectiveLoader"
        $id = "%s (admin)" fullword
        $token = "could not spawn %s (token): %d"
        $inject = "could not create remote thread in %d: %d"
        $post = "%02d/%02d/%02d %02d:%02d:%02d"
        $import = "IEX (New-Object Net.Webclient).DownloadString('http://127.0.0.1:%u/"
    condition:
        filesize < 20MB and ($pipe or (any of ($dll, $dll64) and $loader) or 2 of ($token, $inject, $import) or (any of ($token, $inject, $import) and all of ($id, $post)))
}

rule payload_meterpreter : payload
{
    meta:
        description = "A program holds Metasploit's Meterpreter, by the names of its parts"
        reference = "https://attack.mitre.org/techniques/T1620/"
        attack = "T1071.001, T1620"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "The framework itself, which nobody needs on a mail server."
    strings:
        $server = "metsrv.dll" nocase
        $loader = "ReflectiveLoader"
        $stdapi = "stdapi_fs_" 
        $core = "core_channel_open"
        $priv = "priv_elevate_getsystem"
        $transport = "METERPRETER_TRANSPORT"
    condition:
        filesize < 20MB and uint16(0) == 0x5a4d and (($server and $loader) or 2 of ($stdapi, $core, $priv, $transport))
}

rule payload_go_framework : payload
{
    meta:
        description = "A program is an agent of a published remote access framework (Sliver, Merlin, Mythic, Havoc, Viper) by the names of its source"
        reference = "https://attack.mitre.org/software/S0633/"
        attack = "T1071.001"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $sliver = "bishopfox/sliver"
        $sliver_type = "sliverpb."
        $merlin = "Ne0nd0g/merlin"
        $mythic = "MythicAgents/"
        $havoc = "demon.x64.dll"
        $empire = "BC-SECURITY/Empire"
        $pupy = "pupyimporter"
    condition:
        uint16(0) == 0x5a4d and any of them
}

rule payload_miner : miner
{
    meta:
        description = "A miner for Monero, or its settings; the first thing that many left on Exchange servers in 2021"
        reference = "https://news.sophos.com/en-us/2021/04/13/compromised-exchange-server-hosting-cryptojacker-targeting-other-exchange-servers/"
        attack = "T1496"
        stage = "commands_run"
        confidence = "medium"
        false_positives = "None that belongs on a mail server."
    strings:
        $stratum = /stratum\+(tcp|ssl|tls):\/\/[a-z0-9.-]{4,80}/ nocase ascii wide
        $level = "donate-level" ascii wide
        $random = "randomx" nocase ascii wide
        $pools = /"pools"\s{0,8}:\s{0,8}\[/
        $xmrig = "xmrig" nocase ascii wide
        $user = /"(user|rig-id)"\s{0,8}:/
    condition:
        filesize < 30MB and not text_of_rules and ((uint16(0) == 0x5a4d and $xmrig and $level) or ($pools and $user and any of ($level, $random)) or ($stratum and any of ($level, $xmrig)))
}

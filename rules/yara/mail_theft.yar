// What takes mail and the passwords of those who read it: captures on the log-on page, agents in
// the transport, scripts that export or search mailboxes.
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

private rule unsigned_program
{
    condition:
        uint16(0) == 0x5a4d and pe.is_pe and pe.data_directories[pe.IMAGE_DIRECTORY_ENTRY_SECURITY].size == 0
}

rule log_on_page_sends_password : log_on_capture
{
    meta:
        description = "A log-on page or its script reads the password out of the form and sends it somewhere besides the log-on"
        reference = "https://www.ptsecurity.com/ww-en/analytics/pt-esc-threat-intelligence/exchange-mutations-malicious-code-in-outlook-pages/"
        attack = "T1056.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "A log-on page that a sign-in product changed: see where it sends the password."
    strings:
        $page = /(clkLgn|lgnExchange|logonForm|auth\/owaauth|owaauth\.dll|auth\.owa|flogon\.js|RedirSuiteServiceProxy|gbid\()/ nocase
        $value = /(getelementbyid|gbid|getelementsbyname|queryselector)\s{0,4}\(\s{0,4}["']#?(password|passwordtext|txtpass)["']\s{0,4}\)(\[0\])?\s{0,4}\.value/ nocase
        $form = /\.password\.value/ nocase
        $request = "XMLHttpRequest" nocase
        $ajax = /\$\.(ajax|post|get)\s{0,4}\(/ nocase
        $fetch = /\bfetch\s{0,4}\(/ nocase
        $beacon = "sendBeacon" nocase
        $image = /new\s{1,4}image\s{0,4}\(|\.src\s{0,4}=\s{0,4}["'](https?:)?\/\/[^"']{0,200}["']\s{0,4}\+/ nocase
    condition:
        filesize < 2MB and not text_of_rules and $page and any of ($value, $form) and any of ($request, $ajax, $fetch, $beacon, $image)
}

rule log_on_page_writes_password : log_on_capture
{
    meta:
        description = "A log-on page reads the posted password on the server and writes it to a file or sends it away"
        reference = "https://www.ptsecurity.com/ww-en/analytics/pt-esc-threat-intelligence/exchange-mutations-malicious-code-in-outlook-pages/"
        attack = "T1056.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known: a log-on page hands the password on and keeps nothing."
    strings:
        $code = "<%"
        $server = "runat=" nocase
        $request = "request" nocase fullword
        $password = /[\[(]\s{0,4}["'](password|passwordtext)["']\s{0,4}[\])]/ nocase
        $file = /(appendalltext|writealltext|appendalllines|appendtext|streamwriter|filestream|opentextfile)\b/ nocase
        $send = /(webclient|httpwebrequest|uploadstring|smtpclient|webrequest\.create)\b/ nocase
        $checks = /\bmembership\s{0,4}\.\s{0,4}validateuser\s{0,4}\(/ nocase
    condition:
        filesize < 2MB and not text_of_rules and any of ($code, $server) and $request and $password and any of ($file, $send) and not $checks
}

rule log_on_capture_file : log_on_capture
{
    meta:
        description = "A text file holds lines of posted log-on forms with user names and passwords: what a capture on the log-on page collected"
        reference = "https://attack.mitre.org/techniques/T1056/003/"
        attack = "T1056.003, T1074.001"
        stage = "credentials_taken"
        confidence = "medium"
        claim = "data_touched"
        false_positives = "A trace of a web server that records what is posted."
    strings:
        $form = /destination=https?[^\r\n]{5,300}&username=[^\r\n&]{1,120}&password=[^\r\n&]{1,120}/ nocase
        $json = /"destination"\s{0,4}:\s{0,4}"https?[^\r\n]{5,300}"username"\s{0,4}:[^\r\n]{1,120}"password"\s{0,4}:/ nocase
    condition:
        uint16(0) != 0x5a4d and not text_of_rules and (#form > 1 or #json > 1)
}

rule transport_agent_command : transport_agent
{
    meta:
        description = "An unsigned transport agent, which sees every mail, can start programs or load further ones"
        reference = "https://web-assets.esetstatic.com/wls/2019/05/ESET-LightNeuron.pdf"
        attack = "T1505.002, T1114.002"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "An agent of the administrator's own that starts a program."
    strings:
        $transport = "Microsoft.Exchange.Data.Transport"
        $agent = /\b(RoutingAgent|SmtpReceiveAgent|DeliveryAgent)(Factory)?\b/
        $start = /\b(ProcessStartInfo|set_RedirectStandardOutput)\b/
        $native = /\b(CreateProcess[AW]?|WinExec|VirtualAlloc|LoadLibrary[AW]?|GetProcAddress)\b/
        $load = "FromBase64String" fullword
        $decrypt = /\b(RijndaelManaged|AesManaged|AesCryptoServiceProvider|CreateDecryptor|TripleDESCryptoServiceProvider)\b/
        $cmd = "cmd" wide nocase
    condition:
        unsigned_program and filesize < 3MB and $transport and $agent and (($start and $cmd) or $native or ($load and $decrypt))
}

rule transport_agent_hidden_commands : transport_agent
{
    meta:
        description = "A library reads hidden commands out of attached pictures or documents of passing mail, as LightNeuron does"
        reference = "https://web-assets.esetstatic.com/wls/2019/05/ESET-LightNeuron.pdf"
        attack = "T1505.002, T1027.003, T1071.003"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "A mail filter that marks pictures."
    strings:
        $transport = "Microsoft.Exchange.Data.Transport"
        $agent = /\b(RoutingAgent|SmtpReceiveAgent|DeliveryAgent)(Factory)?\b/
        $attachment = /\b(get_Attachments|AttachmentCollection|GetContentReadStream)\b/
        $jpeg = "image/jpeg" wide nocase
        $pdf = "application/pdf" wide nocase
        $winmail = "winmail.dat" wide nocase
        $decrypt = /\b(RijndaelManaged|AesManaged|AesCryptoServiceProvider|CreateDecryptor)\b/
        $delete = /\b(ProcessStartInfo|File|set_RedirectStandardOutput)\b/
    condition:
        unsigned_program and filesize < 3MB and $transport and $agent and $attachment and any of ($jpeg, $pdf, $winmail) and $decrypt and $delete
}

rule mail_export_script : mail_theft
{
    meta:
        description = "A script exports mailboxes into a web folder or removes the traces of exports"
        reference = "https://cloud.google.com/blog/topics/threat-intelligence/pst-want-shell-proxyshell-exploiting-microsoft-exchange-servers"
        attack = "T1114.002, T1070"
        stage = "file_written"
        confidence = "medium"
        false_positives = "An administrator's script that tidies finished exports."
    strings:
        $export = "New-MailboxExportRequest" nocase
        $remove = "Remove-MailboxExportRequest" nocase
        $web = /-filepath[^\r\n]{0,200}(inetpub|wwwroot|aspnet_client|frontend\\httpproxy|clientaccess|\.aspx|\.ashx|\.asp\b)/ nocase
        $role = /new-managementroleassignment[^\r\n]{0,120}mailbox import export/ nocase
    condition:
        filesize < 1MB and uint16(0) != 0x5a4d and not text_of_rules and (($export and $web) or ($export and $remove and $role))
}

rule mail_search_tool : mail_theft
{
    meta:
        description = "A tool built to search or download mailboxes of others through Exchange's web services (MailSniper, PowerExchange, ews-cli or the like)"
        reference = "https://attack.mitre.org/software/S0413/"
        attack = "T1114.002"
        stage = "file_written"
        confidence = "medium"
        false_positives = "A penetration test that was agreed on."
    strings:
        $sniper = "Invoke-GlobalMailSearch" nocase ascii wide
        $self = "Invoke-SelfSearch" nocase ascii wide
        $spray = "Invoke-PasswordSprayOWA" nocase ascii wide
        $spray_ews = "Invoke-PasswordSprayEWS" nocase ascii wide
        $gal = "Get-GlobalAddressList" nocase ascii wide
        $ruler = "sensepost/ruler"
        $ews = /\/ews\/exchange\.asmx/ nocase ascii wide
        $impersonate = "ConnectingSID" ascii wide
        $python = "exchangelib"
    condition:
        filesize < 20MB and not text_of_rules and (2 of ($sniper, $self, $spray, $spray_ews, $gal) or $ruler or (uint16(0) != 0x5a4d and $python and $ews and $impersonate))
}

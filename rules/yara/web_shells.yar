// Pages that run what a request sends, by what their text does. The judge of pages reads code more
// closely; these rules also see pages under other names, in other folders and inside other files.
//
// Where a rare word stands some way before "request", the latter is written r[a-z]q[a-z]est: the
// engine looks for the longest literal first, and "request" stands in every page.

private rule page_text
{
    strings:
        $runat = "runat=" nocase ascii wide
        $tag = "<%" ascii wide
        $razor = /@(using\s{1,4}System|functions\s{0,4}\{|\{)/
    condition:
        uint16(0) != 0x5a4d and any of them
}

private rule reads_request
{
    strings:
        $item = "request[" nocase ascii wide
        $call = "request(" nocase ascii wide
        $member = "request." nocase ascii wide
        $apart = "request " nocase ascii wide
    condition:
        any of them
}

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

rule web_shell_eval_of_request : web_shell
{
    meta:
        description = "A page hands text from the request to the script engine: whoever knows the parameter runs code on the server"
        reference = "https://www.microsoft.com/en-us/security/blog/2021/03/02/hafnium-targeting-exchange-servers/"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "Articles and lessons about web shells, kept as text."
    strings:
        $eval = /\b(eval|execute|executeglobal)\s{0,4}\(?\s{0,4}([a-z_.]{1,60}\(){0,3}\s{0,4}(context\.|httpcontext\.current\.|this\.)?request\s{0,4}[.\[(]/ nocase ascii wide
    condition:
        filesize < 1MB and $eval and page_text and not text_of_rules
}

rule web_shell_unsafe_eval : web_shell
{
    meta:
        description = "A JScript page calls eval in unsafe mode, which no page of Exchange does and which is how one-line shells are written"
        reference = "https://www.cisa.gov/news-events/analysis-reports/ar21-072a"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known on a mail server."
    strings:
        $eval = /\beval\b[^;%]{0,400}["']\s{0,4}(unsafe|un["']\s{0,4}\+\s{0,4}["']safe|uns["']\s{0,4}\+\s{0,4}["']afe|unsa["']\s{0,4}\+\s{0,4}["']fe)["']/ nocase ascii wide
    condition:
        filesize < 1MB and $eval and page_text and not text_of_rules
}

rule web_shell_words_in_pieces : web_shell
{
    meta:
        description = "A page writes a word such as eval, cmd.exe, FromBase64String or WScript.Shell in pieces, so that nobody who searches for it finds it"
        reference = "https://attack.mitre.org/techniques/T1027/"
        attack = "T1505.003, T1027"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known in pages that run on a server."
    strings:
        $eval = /["'](e["']\s{0,4}[+&]\s{0,4}["']val|ev["']\s{0,4}[+&]\s{0,4}["']al|eva["']\s{0,4}[+&]\s{0,4}["']l)["']/ nocase ascii wide
        $unsafe = /["'](un["']\s{0,4}[+&]\s{0,4}["']safe|uns["']\s{0,4}[+&]\s{0,4}["']afe|unsa["']\s{0,4}[+&]\s{0,4}["']fe)["']/ nocase ascii wide
        $cmd = /["'](c["']\s{0,4}[+&]\s{0,4}["']md|cm["']\s{0,4}[+&]\s{0,4}["']d|cmd["']\s{0,4}[+&]\s{0,4}["'])\.?(["']\s{0,4}[+&]\s{0,4}["'])?\.?(exe|["'])/ nocase ascii wide
        $base64 = /(fr["']\s{0,4}[+&]\s{0,4}["']om|from["']\s{0,4}[+&]\s{0,4}["'])b(ase)?(["']\s{0,4}[+&]\s{0,4}["'])?(ase)?64/ nocase ascii wide
        $wscript = /w(scr|scri|scrip|script)["']\s{0,4}[+&]\s{0,4}["'][iptshel."'+&\s]{1,24}/ nocase ascii wide
        $process = /(proc["']\s{0,4}[+&]\s{0,4}["']ess|process["']\s{0,4}[+&]\s{0,4}["']start)/ nocase ascii wide
    condition:
        filesize < 1MB and any of them and page_text and not text_of_rules
}

rule web_shell_command : web_shell
{
    meta:
        description = "A page starts a program and gives back what it prints, and names a command interpreter or takes the command from the request"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003, T1059.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "An administrator's own page that runs commands: a back door too, if nobody guards it."
    strings:
        $info = /\bprocess(startinfo)?\s{0,4}(\(|\.\s{0,4}start)/ nocase ascii wide
        $output = "StandardOutput" nocase ascii wide
        $interpreter = /\b(cmd(\.exe)?|powershell(\.exe)?)["' ]/ nocase ascii wide
        $comspec = "ComSpec" nocase ascii wide
        $box = /<asp:textbox/ nocase ascii wide
    condition:
        filesize < 1MB and $info and $output and any of ($interpreter, $comspec) and (reads_request or $box) and page_text and not text_of_rules
}

rule web_shell_program_from_request : web_shell
{
    meta:
        description = "A page starts the program that the request names"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $start = /process\.start\s{0,4}\([^;)]{0,120}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $name = /\.(filename|arguments)\s{0,4}=\s{0,4}[^;\n]{0,120}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $info = "Process" nocase fullword ascii wide
        $startinfo = "ProcessStartInfo" nocase fullword ascii wide
    condition:
        filesize < 1MB and ($start or ($name and any of ($info, $startinfo))) and page_text and not text_of_rules
}

rule web_shell_asp_object : web_shell
{
    meta:
        description = "A classic ASP page makes an object that runs programs, by name or by class number, and uses it with what a request sends"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003, T1059.005"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "Old administration pages that start fixed programs."
    strings:
        $shell = /["'](wscript\.shell(\.1)?|shell\.application(\.1)?|msscriptcontrol\.scriptcontrol(\.1)?)["']/ nocase ascii wide
        $wshell = "72C24DD5-D70A-438B-8A42-98424B88AFB8" nocase ascii wide
        $application = "13709620-C279-11CE-A49E-444553540000" nocase ascii wide
        $control = "0E59F1D5-1FBE-11D0-8FF2-00A0D10038BC" nocase ascii wide
        $run = /\.(exec|run|shellexecute|executestatement|addcode)\b/ nocase ascii wide
    condition:
        filesize < 1MB and 1 of ($shell, $wshell, $application, $control) and $run and reads_request and page_text and not text_of_rules
}

rule web_shell_loads_assembly : web_shell
{
    meta:
        description = "A page loads a program from bytes that the request sends or that it holds encoded, and starts it: the shell itself never lies on the disk"
        reference = "https://attack.mitre.org/techniques/T1620/"
        attack = "T1505.003, T1620"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known in pages; a program's own loader is not a page."
    strings:
        $load = /assembly\s{0,4}\)?\s{0,4}\.\s{0,4}(load|getmethod)\s{0,4}\(/ nocase ascii wide
        $by_name = /assembly\s{0,4}\.\s{0,4}load\s{0,4}\(\s{0,4}(new\s{1,4})?assemblyname\b/ nocase ascii wide
        $method = /getmethod\s{0,4}\(\s{0,4}["']load["']/ nocase ascii wide
        $instance = /\.(createinstance|invoke|equals|entrypoint)\b/ nocase ascii wide
        $bytes = /\b(binaryread|getbytes|inputstream|byte\s{0,2}\[\s{0,2}\])/ nocase ascii wide
        $encoded = /frombase64string\s{0,4}\(/ nocase ascii wide
    condition:
        filesize < 2MB and (#load > #by_name or $method) and $instance and any of ($encoded, $bytes) and page_text and not text_of_rules
}

rule web_shell_encrypted_channel : web_shell
{
    meta:
        description = "A page decrypts what the request sends with a key in its own text and runs it, as the shells Behinder and Godzilla do"
        reference = "https://attack.mitre.org/techniques/T1573/001/"
        attack = "T1505.003, T1573.001"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known in pages."
    strings:
        $behinder_key = "e45e329feb5d925b" ascii wide
        $godzilla_key = "3c6e0b8a9c15224a" ascii wide
        $payload = /session\s{0,4}[\[(]\s{0,4}["']payload["']\s{0,4}[\])]/ nocase ascii wide
        $aes = /(rijndaelmanaged|aescryptoserviceprovider|aesmanaged|aes\.create|createdecryptor)\b/ nocase ascii wide
        $read = /request\s{0,4}\.\s{0,4}(binaryread|inputstream)|frombase64string\s{0,4}\([^;]{0,60}r[a-z]q[a-z]est/ nocase ascii wide
        $load = /\.\s{0,4}load\s{0,4}\(/ nocase ascii wide
    condition:
        filesize < 1MB and page_text and not text_of_rules and (any of ($behinder_key, $godzilla_key) or ($payload and $load) or ($aes and $read and $load))
}

rule web_shell_writes_request : web_shell
{
    meta:
        description = "A page writes what the request sends to a file that the request names, unasked: the way to the next shell"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003, T1105"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "An upload page that somebody wrote without any check: as dangerous."
    strings:
        $write = /file\s{0,4}\.\s{0,4}(writeall(bytes|text)|create)\s{0,4}\([^;]{0,160}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $writer = /new\s{1,4}(system\.io\.)?(streamwriter|filestream)\s{0,4}\([^;]{0,80}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $save = /\.saveas\s{0,4}\([^;]{0,60}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $asp = /\.(savetofile|createtextfile|opentextfile)\s{0,4}\(?[^\n]{0,80}r[a-z]q[a-z]est\s{0,4}[.(]/ nocase ascii wide
    condition:
        filesize < 1MB and any of them and page_text and not text_of_rules
}

rule web_shell_machine_code : web_shell
{
    meta:
        description = "A page reserves memory, copies machine code into it and starts it"
        reference = "https://attack.mitre.org/techniques/T1620/"
        attack = "T1505.003, T1620, T1106"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known in pages."
    strings:
        $import = "DllImport" nocase ascii wide
        $alloc = /virtual(alloc|protect)(ex)?\b/ nocase ascii wide
        $thread = /(createthread|createremotethread|getdelegateforfunctionpointer|queueuserapc|enumwindows)\b/ nocase ascii wide
        $copy = /(marshal\s{0,4}\.\s{0,4}copy|writeprocessmemory|rtlmovememory)/ nocase ascii wide
    condition:
        filesize < 4MB and $import and $alloc and $thread and $copy and page_text and not text_of_rules
}

rule web_shell_machine_keys : web_shell
{
    meta:
        description = "A page prints the server's machine keys: with them anybody can sign a view state that the server runs, long after the page is gone"
        reference = "https://www.cisa.gov/news-events/alerts/2025/07/20/update-microsoft-releases-guidance-exploitation-sharepoint-vulnerabilities"
        attack = "T1505.003, T1552.001"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known in pages."
    strings:
        $section = "MachineKeySection" nocase ascii wide
        $section_path = "system.web/machineKey" nocase ascii wide
        $key = /\b(validationkey|decryptionkey)\b/ nocase ascii wide
    condition:
        filesize < 1MB and any of ($section, $section_path) and $key and page_text and not text_of_rules
}

rule web_shell_style_sheet_script : web_shell
{
    meta:
        description = "A page runs a style sheet with script in it, taken from the request or held in its own text"
        reference = "https://attack.mitre.org/techniques/T1220/"
        attack = "T1505.003, T1220"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known on a mail server."
    strings:
        $transform = /(xslcompiledtransform|xsltransform)\b/ nocase ascii wide
        $trusted = /(xsltsettings\s{0,4}\.\s{0,4}trustedxslt|enablescript|new\s{1,4}xsltsettings\s{0,4}\()/ nocase ascii wide
        $script = "msxsl:script" nocase ascii wide
    condition:
        filesize < 1MB and $transform and any of ($trusted, $script) and reads_request and page_text and not text_of_rules
}

rule web_shell_unpacks_objects : web_shell
{
    meta:
        description = "A page unpacks .NET objects from bytes that the request sends, which runs whatever the sender likes"
        reference = "https://learn.microsoft.com/en-us/dotnet/standard/serialization/binaryformatter-security-guide"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "A careless page of a line-of-business application: as dangerous."
    strings:
        $formatter = /\b(binaryformatter|losformatter|objectstateformatter|netdatacontractserializer|soapformatter|xamlreader)\b/ nocase ascii wide
        $call = /\.\s{0,4}(deserialize|parse|load)\s{0,4}\(/ nocase ascii wide
        $read = /request\s{0,4}\.\s{0,4}(inputstream|binaryread|files)|frombase64string\s{0,4}\([^;]{0,60}r[a-z]q[a-z]est\s{0,4}[.\[(]|(deserialize|xamlreader\s{0,4}\.\s{0,4}(parse|load))\s{0,4}\([^;]{0,60}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
    condition:
        filesize < 1MB and all of them and page_text and not text_of_rules
}

rule web_shell_tool_names : web_shell
{
    meta:
        description = "A page names itself as one of the known hand-made administration shells"
        reference = "https://attack.mitre.org/software/S0073/"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known in pages."
    strings:
        $a = "ASPXSpy" nocase ascii wide
        $b = "WebShellOrb" nocase ascii wide
        $c = "aspydrv" nocase ascii wide
        $d = "Antak Webshell" nocase ascii wide
        $e = "SharPyShell" nocase ascii wide
        $f = "InsomniaShell" nocase ascii wide
    condition:
        filesize < 1MB and any of them and page_text and not text_of_rules
}

rule web_shell_in_directory_dump : web_shell
{
    meta:
        description = "The saved settings of a virtual directory hold server script in an address: what the 2021 attacks on Exchange left as a web shell"
        reference = "https://www.cisa.gov/news-events/analysis-reports/ar21-072a"
        attack = "T1505.003, T1190"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known: an address never holds a script tag."
    strings:
        $external = /(external|internal)url\s{0,60}:?\s{0,4}https?:\/\/[^\r\n]{0,100}<(script|%)/ nocase ascii wide
        $fields = /\b(OfflineAddressBooks|PollInterval|WebsiteName|MetabasePath|InternalAuthenticationMethods|AdminDisplayVersion)\b/ ascii wide
    condition:
        filesize < 1MB and $external and #fields >= 1
}

rule web_shell_in_mail_export : web_shell
{
    meta:
        description = "An Outlook data file holds a page that the web server would run: what mail exports to a web folder leave"
        reference = "https://www.cisa.gov/news-events/alerts/2021/08/21/urgent-protect-against-active-exploitation-proxyshell-vulnerabilities"
        attack = "T1505.003, T1190"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "A mailbox whose mails quote web shells, saved elsewhere than in a web folder."
    strings:
        $script = /<script[^>]{0,80}runat\s{0,4}=\s{0,4}["']?server/ nocase ascii wide
        $page = /<%@\s{0,8}page\s[^%]{0,80}language/ nocase ascii wide
        $eval = /\beval\s{0,4}\(/ nocase ascii wide
        $start = "Process.Start" nocase ascii wide
        $decode = "FromBase64String" nocase ascii wide
    condition:
        uint32be(0) == 0x2142444e and any of ($script, $page) and (any of ($eval, $start, $decode) or reads_request)
}

rule web_shell_in_mail_export_encoded : web_shell
{
    meta:
        description = "An Outlook data file holds server script in the encoding that these files use: a mail that was written to become a page"
        reference = "https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-pst/5faf4800-645d-49d1-9457-2ac40eb467bd"
        attack = "T1505.003, T1190"
        stage = "file_written"
        confidence = "low"
        false_positives = "A mailbox whose mails quote pages of ASP.NET."
    strings:
        // "<script", "runat=" and "Request" through the table of the reference, in one byte and in two; before them "<%@ Page" and "eval(".
        $page = { 60 AC AA 4C 8F 4A 53 EA }
        $eval = { EA 57 4A FD 48 }
        $script = { 60 EB 98 06 70 7E 82 }
        $script_wide = { 60 41 EB 41 98 41 06 41 70 41 7E 41 82 41 }
        $runat = { 06 78 3A 4A 82 4E }
        $runat_wide = { 06 41 78 41 3A 41 4A 41 82 41 4E 41 }
        $request = { B3 EA CE 78 EA EB 82 }
        $request_wide = { B3 41 EA 41 CE 41 78 41 EA 41 EB 41 82 41 }
    condition:
        uint32be(0) == 0x2142444e and (2 of ($page, $eval, $script, $runat, $request) or 2 of ($script_wide, $runat_wide, $request_wide))
}

rule web_shell_in_certificate : web_shell
{
    meta:
        description = "A certificate or certificate request holds server script: Exchange can be made to save one as a page"
        reference = "https://cloud.google.com/blog/topics/threat-intelligence/pst-want-shell-proxyshell-exploiting-microsoft-exchange-servers"
        attack = "T1505.003, T1190"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known: no name in a certificate holds a script tag."
    strings:
        $script = /<script[^>]{0,80}runat\s{0,4}=\s{0,4}["']?server/ nocase ascii wide
        $language = "language=" nocase ascii wide
    condition:
        filesize < 1MB and (uint16be(0) == 0x3082 or uint16be(0) == 0x3081 or uint32be(0) == 0x2d2d2d2d) and page_text and (any of them or reads_request)
}

rule web_shell_in_picture : web_shell
{
    meta:
        description = "A file that begins as a picture or document holds server script: it is shown as a picture and run as a page"
        reference = "https://attack.mitre.org/techniques/T1027/003/"
        attack = "T1505.003, T1027.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $script = /<script[^>]{0,80}runat\s{0,4}=\s{0,4}["']?server/ nocase ascii wide
        $page = /<%@\s{0,8}(page|webhandler)\s[^%]{0,80}language/ nocase ascii wide
        $eval = /<%\s{0,8}(eval|execute|executeglobal)\b/ nocase ascii wide
    condition:
        filesize < 8MB and (uint32be(0) == 0x47494638 or uint32be(0) == 0x89504e47 or uint16be(0) == 0xffd8 or uint16be(0) == 0x424d or uint32be(0) == 0x25504446) and any of them
}

rule web_shell_in_configuration : web_shell
{
    meta:
        description = "A web.config makes the server run configuration files, or itself, as pages and holds server script"
        reference = "https://soroush.me/blog/2014/07/upload-a-web-config-file-for-fun-profit/"
        attack = "T1505.003, T1505.004"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $configuration = "<configuration" nocase ascii wide
        $handler = /<add\s[^>]{0,200}path\s{0,4}=\s{0,4}["'](\*\.config|web\.config|web\*\.config)["']/ nocase ascii wide
        $provider = /<add\s[^>]{0,120}extension\s{0,4}=\s{0,4}["']\.config["']/ nocase ascii wide
    condition:
        filesize < 1MB and $configuration and any of ($handler, $provider) and page_text
}

rule web_page_sets_file_times : web_shell
{
    meta:
        description = "A page sets the times of files: shells do it to look as old as their neighbours"
        reference = "https://attack.mitre.org/techniques/T1070/006/"
        attack = "T1505.003, T1070.006"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "Pages of file managers that keep times on copying."
    strings:
        $set = /\.\s{0,4}set(creation|lastwrite|lastaccess)time(utc)?\s{0,4}\(/ nocase ascii wide
        $property = /\.(creationtime|lastwritetime)(utc)?\s{0,4}=\s{0,4}[^=]/ nocase ascii wide
    condition:
        filesize < 1MB and any of ($set, $property) and reads_request and page_text and not text_of_rules
}

rule web_page_powershell : web_shell
{
    meta:
        description = "A page runs PowerShell within the web server with what a request sends"
        reference = "https://attack.mitre.org/techniques/T1059/001/"
        attack = "T1505.003, T1059.001"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "An administrator's own page that runs commands: a back door too, if nobody guards it."
    strings:
        $host = /(runspacefactory|powershell\s{0,4}\.\s{0,4}create|addscript|createpipeline)\b/ nocase ascii wide
        $script = /\.\s{0,4}(addscript|addcommand|invokescript|createpipeline)\s{0,4}\([^;)]{0,160}(request\s{0,4}[.\[(]|\.text\b)/ nocase ascii wide
        $automation = "System.Management.Automation" nocase ascii wide
    condition:
        filesize < 1MB and ($host or $automation) and $script and page_text and not text_of_rules
}

rule web_page_runs_program : web_shell
{
    meta:
        description = "A page starts a program and speaks with it over its input or output"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "An application of the administrator's own that starts a fixed program."
    strings:
        $start = /\bprocess(startinfo)?\s{0,4}(\(|\.\s{0,4}start)|\.startinfo\b/ nocase ascii wide
        $speak = /\bstandard(output|input|error)\b/ nocase ascii wide
        $other = /[a-z0-9_-]{2,30}\.exe["']/ nocase ascii wide
        $interpreter = /\b(cmd|powershell|pwsh|cscript|wscript|mshta|rundll32|net1?|reg|sc|wmic|psexec)(\.exe)?["']/ nocase ascii wide
    condition:
        filesize < 1MB and $start and $speak and ($interpreter or not $other) and page_text and not text_of_rules
}

rule web_shell_database : web_shell
{
    meta:
        description = "A page runs the database commands that a request sends, on the server that it names, or runs programs through the database"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "A database administration page: a back door too, if nobody guards it."
    strings:
        $command = /command\s{0,4}\([^;)]{0,40}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $compared = /command\s{0,4}\([^;)]{0,40}request\s{0,4}[\[(][^;)\]]{1,40}[\])]\s{0,4}(==|!=)/ nocase ascii wide
        $adapter = /dataadapter\s{0,4}\([^;)]{0,40}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $open = /connection\s{0,4}\([^;)]{0,40}r[a-z]q[a-z]est\s{0,4}[.\[(]/ nocase ascii wide
        $connect = /\.\s{0,4}(connectionstring|commandtext)\s{0,4}=\s{0,4}request\s{0,4}[.\[(]/ nocase ascii wide
        $asp = /\.\s{0,4}(open|execute)\s{0,4}\(?\s{0,4}r[a-z]q[a-z]est\s{0,4}[.(]/ nocase ascii wide
        $program = /\b(xp_cmdshell|sp_oacreate)\b/ nocase ascii wide
        $settings = "sys.configurations" nocase ascii wide
        $sql_connection = "sqlconnection" nocase ascii wide
        $sql_command = "sqlcommand" nocase ascii wide
        $oledb = "oledbconnection" nocase ascii wide
        $adodb = "adodb.connection" nocase ascii wide
    condition:
        filesize < 1MB and (#command > #compared or any of ($open, $adapter, $connect, $asp) or ($program and not $settings and any of ($sql_connection, $sql_command, $oledb, $adodb))) and page_text and not text_of_rules
}

rule web_shell_visual_basic : web_shell
{
    meta:
        description = "A page starts what the request names with Visual Basic's own means"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003, T1059.005"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $shell = /\bshell\s{0,4}\(\s{0,4}[^)\r\n]{0,60}r[a-z]q[a-z]est\s{0,4}[.(]/ nocase ascii wide
        $call = /\bcallbyname\s{0,4}\([^\r\n]{0,160}r[a-z]q[a-z]est\s{0,4}[.(]/ nocase ascii wide
    condition:
        filesize < 1MB and any of them and page_text and not text_of_rules
}

rule web_shell_management : web_shell
{
    meta:
        description = "A page starts programs through Windows management (WMI)"
        reference = "https://attack.mitre.org/techniques/T1047/"
        attack = "T1505.003, T1047"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known; monitoring pages read from it and start nothing."
    strings:
        $process = "Win32_Process" nocase ascii wide
        $create = /\.\s{0,4}(create\s{0,4}\(|create\s{1,4}request|invokemethod\s{0,4}\(\s{0,4}["']create)/ nocase ascii wide
    condition:
        filesize < 1MB and all of them and reads_request and page_text and not text_of_rules
}

rule web_shell_system_calls : web_shell
{
    meta:
        description = "A page calls the system to start programs or to become another account"
        reference = "https://attack.mitre.org/techniques/T1106/"
        attack = "T1505.003, T1106, T1134"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "A page of an old application that logs on to file shares."
    strings:
        $import = "DllImport" nocase ascii wide
        $call = /\b(createprocess(asuser|withtoken|withlogon)?[aw]?|winexec|shellexecute[aw]?|duplicatetokenex|setthreadtoken)\s{0,4}\(/ nocase ascii wide
    condition:
        filesize < 1MB and $import and $call and reads_request and page_text and not text_of_rules
}

rule web_config_runs_program : web_shell
{
    meta:
        description = "A configuration makes the web server answer requests with a command interpreter, or run pictures and text as pages"
        reference = "https://learn.microsoft.com/en-us/iis/configuration/system.webserver/handlers/"
        attack = "T1505.003, T1505.004"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $configuration = "<configuration" nocase ascii wide
        $program = /scriptprocessor\s{0,4}=\s{0,4}["'][^"']{0,120}(cmd|powershell|cscript|wscript|rundll32|mshta)\.exe/ nocase ascii wide
        $picture = /<add\s[^>]{0,120}path\s{0,4}=\s{0,4}["']\*\.(jpe?g|png|gif|ico|txt|css|js|html?|log|dat)["'][^>]{0,200}(asp\.dll|aspnet_isapi|pagehandlerfactory|simplehandlerfactory|webservicehandlerfactory)/ nocase ascii wide
        $build = /<add\s[^>]{0,120}extension\s{0,4}=\s{0,4}["']\.(jpe?g|png|gif|ico|txt|css|js|html?|log|dat|config)["'][^>]{0,120}(pagebuildprovider|webhandlerbuildprovider|usercontrolbuildprovider)/ nocase ascii wide
    condition:
        filesize < 4MB and $configuration and any of ($program, $picture, $build)
}

rule web_page_upload : web_shell
{
    meta:
        description = "A page saves any file under any name into the folder of the pages"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003, T1105"
        stage = "file_written"
        confidence = "low"
        false_positives = "Upload pages of applications; look whether they check the name."
    strings:
        $save = /\.\s{0,4}saveas\s{0,4}\(\s{0,4}(server\s{0,4}\.\s{0,4}mappath\s{0,4}\(\s{0,4}["'][.~\/\\]{0,3}["']\s{0,4}\)|page\.mappath)[^;]{0,80}filename/ nocase ascii wide
    condition:
        filesize < 1MB and $save and page_text and not text_of_rules
}

rule web_shell_compiles_request : web_shell
{
    meta:
        description = "A page compiles program text in the web server and runs it"
        reference = "https://attack.mitre.org/techniques/T1027/004/"
        attack = "T1505.003, T1027.004"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known on a mail server."
    strings:
        $compiler = /\b(csharp|vb|jscript|codedom)(code)?provider\b/ nocase ascii wide
        $compile = /\bcompileassemblyfrom(source|dom|file)\b/ nocase ascii wide
    condition:
        filesize < 1MB and all of them and page_text and not text_of_rules
}

rule web_page_executes_text : web_shell
{
    meta:
        description = "A classic ASP page runs text as program: shells do, and hide in the text what they are"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        attack = "T1505.003, T1059.005"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "Old applications that include files by a name they work out."
    strings:
        $execute = /(<%|\n|:|then)[ \t]{0,20}execute(global)?[ \t(]{1,4}[a-z_]/ nocase
        $dotnet = /<%@\s{0,8}(page|webhandler|webservice|control|master|application|servicehost)/ nocase
        $page = "<%"
    condition:
        filesize < 1MB and $page and $execute and not $dotnet and not text_of_rules and not uint16(0) == 0x5a4d and extension != ".js"
}

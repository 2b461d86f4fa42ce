// Modules that IIS loads: what a program must export or derive from to be one, together with what
// no innocent one does. Families are named by facts of public write-ups.
import "pe"

private rule unsigned_program
{
    condition:
        uint16(0) == 0x5a4d and pe.is_pe and pe.data_directories[pe.IMAGE_DIRECTORY_ENTRY_SECURITY].size == 0
}

private rule managed_program
{
    strings:
        $metadata = "BSJB"
        $main = "mscoree.dll" nocase
    condition:
        uint16(0) == 0x5a4d and all of them
}

rule iis_native_module_command : iis_module
{
    meta:
        description = "A native IIS module starts a command interpreter: it answers requests with what a command prints"
        reference = "https://www.microsoft.com/en-us/security/blog/2022/07/26/malicious-iis-extensions-quietly-open-persistent-backdoors-into-servers/"
        attack = "T1505.004, T1059.003"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "A module of a monitoring or scripting product without a signature."
    strings:
        $cmd = /(cmd\.exe|\bcmd\s{1,2}\/c|powershell)/ nocase ascii wide
        $create = /\b(CreateProcess(AsUser)?[AW]|WinExec|ShellExecute(Ex)?[AW]|_popen|CreatePipe)\b/
    condition:
        unsigned_program and filesize < 5MB and pe.exports("RegisterModule") and $cmd and $create
}

rule iis_native_module_log_on_capture : iis_module
{
    meta:
        description = "A native IIS module looks for passwords in what is posted and can write files"
        reference = "https://web-assets.esetstatic.com/wls/2021/08/eset_anatomy_native_iis_malware.pdf"
        attack = "T1505.004, T1056.003"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "An unsigned module of a sign-in product."
    strings:
        $password = /(&|\?|\b)(password|passwd|pwd)=/ nocase ascii wide
        $user = /(&|\?|\b)(username|user|login)=/ nocase ascii wide
        $write = "WriteFile" fullword
        $fopen = /\bf?_?w?(open|write)(_s)?\b/
    condition:
        unsigned_program and filesize < 5MB and pe.exports("RegisterModule") and $password and $user and any of ($write, $fopen)
}

rule iis_session_manager : iis_module
{
    meta:
        description = "A native IIS module takes the commands of the SessionManager back door from a cookie"
        reference = "https://securelist.com/the-sessionmanager-iis-backdoor/106868/"
        attack = "T1505.004"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $cookie = "SM_SESSION" ascii wide
        $put = "PUTFILE" ascii wide
        $get = "GETFILE" ascii wide
        $delete = "DELETEFILE" ascii wide
        $connect = "S5CONNECT" ascii wide
        $write = "S5WRITE" ascii wide
        $close = "S5CLOSE" ascii wide
    condition:
        uint16(0) == 0x5a4d and filesize < 5MB and (($cookie and 2 of ($put, $get, $delete, $connect, $write, $close)) or (all of ($connect, $write, $close) and any of ($put, $get)))
}

rule iis_raid : iis_module
{
    meta:
        description = "A native IIS module uses the headers and command words of IIS-Raid and its copies"
        reference = "https://web-assets.esetstatic.com/wls/2021/08/eset_anatomy_native_iis_malware.pdf"
        attack = "T1505.004"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $variations = "X-Chrome-Variations" ascii wide
        $protocol = "COM_InterProt" ascii wide
        $server = "X-FFEServer" ascii wide
        $password = "X-Password" ascii wide
        $inject = "INJ" fullword ascii wide
        $dump = "DMP" fullword ascii wide
        $command = "CMD" fullword ascii wide
        $ping = "PIN" fullword ascii wide
        $credentials = "creds.db" ascii wide
    condition:
        uint16(0) == 0x5a4d and filesize < 5MB and pe.exports("RegisterModule") and any of ($variations, $protocol, $server, $password) and 2 of ($inject, $dump, $command, $ping, $credentials)
}

rule iis_rgdoor : iis_module
{
    meta:
        description = "A native IIS module takes the commands of RGDoor from its cookie"
        reference = "https://unit42.paloaltonetworks.com/unit42-oilrig-uses-rgdoor-iis-backdoor-targets-middle-east/"
        attack = "T1505.004"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $cookie = "RGSESSIONID" ascii wide
        $command = "cmd$" ascii wide
        $upload = "upload$" ascii wide
        $download = "download$" ascii wide
    condition:
        uint16(0) == 0x5a4d and filesize < 5MB and $cookie and 2 of ($command, $upload, $download)
}

rule iis_frebniis : iis_module
{
    meta:
        description = "A program holds the password by which Frebniis, which changes the web server's tracing library in memory, knows its owner"
        reference = "https://www.security.com/threat-intelligence/frebniis-malware-iis"
        attack = "T1505.004"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $password = "7ux4398!" ascii wide
    condition:
        uint16(0) == 0x5a4d and filesize < 10MB and $password
}

rule iis_owowa : iis_module
{
    meta:
        description = "A managed IIS module holds the user names by which Owowa, which collects passwords of the log-on page, is commanded"
        reference = "https://securelist.com/owowa-credential-stealer-and-remote-access/105219/"
        attack = "T1505.004, T1056.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $show = "jFuLIXpzRdateYHoVwMlfc" ascii wide
        $delete = "Fb8v91c6tHiKsWzrulCeqO" ascii wide
        $run = "dEUM3jZXaDiob8BrqSy2PQO1" ascii wide
        $log = "af397ef28e484961ba48646a5d38cf54" ascii wide
    condition:
        uint16(0) == 0x5a4d and filesize < 5MB and any of them
}

rule iis_managed_log_on_capture : iis_module
{
    meta:
        description = "A managed IIS module reads the log-on form's password and writes it to a file, as Owowa does"
        reference = "https://securelist.com/owowa-credential-stealer-and-remote-access/105219/"
        attack = "T1505.004, T1056.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "An unsigned module of a sign-in product that logs more than it should."
    strings:
        $module = "IHttpModule" fullword
        $password = "password" wide nocase
        $form = "get_Form" fullword
        $write = /\b(AppendAllText|WriteAllText|StreamWriter|AppendAllLines|FileStream)\b/
        $encrypt = /\b(RSACryptoServiceProvider|RijndaelManaged|Aes|FromXmlString|ToBase64String)\b/
        $page = /\/(owa|ecp)\//  wide nocase
        $auth = "auth.owa" wide nocase
    condition:
        managed_program and unsigned_program and filesize < 2MB and $module and $password and $form and $write and any of ($encrypt, $page, $auth)
}

rule iis_managed_module_command : iis_module
{
    meta:
        description = "A managed IIS module or handler starts programs or loads further ones from what a request sends"
        reference = "https://www.microsoft.com/en-us/security/blog/2022/12/12/iis-modules-the-evolution-of-web-shells-and-how-to-detect-them/"
        attack = "T1505.004, T1620"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "An unsigned application of the administrator that starts a program of its own."
    strings:
        $module = /\b(IHttpModule|IHttpHandler|IHttpAsyncHandler)\b/
        $request = "get_Request" fullword
        $start = "ProcessStartInfo" fullword
        $output = "set_RedirectStandardOutput" fullword
        $cmd = "cmd" wide nocase
        $powershell = "powershell" wide nocase
        $decode = "FromBase64String" fullword
        $load = /\bLoad\x00/
        $reflection = "System.Reflection" fullword
        $create = "CreateInstance" fullword
        $read = /\b(get_InputStream|BinaryRead|get_Headers|get_Cookies|get_Form|get_Item)\b/
    condition:
        managed_program and unsigned_program and filesize < 2MB and $module and $request and (($start and $output and any of ($cmd, $powershell)) or ($decode and $load and $reflection and $create and $read))
}

rule iis_ghostcontainer : iis_module
{
    meta:
        description = "A program holds the class names of GhostContainer, a back door for Exchange that lives in a page's compiled form"
        reference = "https://securelist.com/ghostcontainer/116953/"
        attack = "T1505.003, T1090, T1562.001"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known."
    strings:
        $path = "App_Web_843e75cf5b63" ascii wide
        $tunnel = "App_Web_8c9b251fb5b3" ascii wide
        $header = "x-owa-urlpostdata" wide nocase
        $amsi = "amsi.dll" ascii wide nocase
        $ntdll = "ntdll.dll" ascii wide nocase
        $fake = "fakePageName" ascii wide
    condition:
        uint16(0) == 0x5a4d and filesize < 10MB and (any of ($path, $tunnel) or ($header and $amsi and $ntdll) or ($fake and any of ($header, $amsi)))
}

rule iis_page_in_memory : iis_module
{
    meta:
        description = "A program makes pages out of nothing within the web server: they answer requests and never lie on the disk"
        reference = "https://www.crowdstrike.com/en-us/blog/proactive-threat-hunting-leads-to-discovery-of-iceapple-framework/"
        attack = "T1505.003, T1620"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "Unsigned parts of content management systems that keep their pages in a database."
    strings:
        $provider = "VirtualPathProvider" fullword
        $register = "RegisterVirtualPathProvider" fullword
        $hidden = "RegisterVirtualPathProviderInternal" ascii wide
        $load = "FromBase64String" fullword
        $ghost = "GhostWebShell" ascii wide
        $socket = "System.Net.Sockets" fullword
        $start = "ProcessStartInfo" fullword
    condition:
        managed_program and unsigned_program and filesize < 2MB and $provider and ($ghost or $hidden or ($register and $load and any of ($socket, $start)))
}

rule iis_switches_off_scanning : iis_module
{
    meta:
        description = "A program for web servers changes the system's scanning or event tracing in memory, so that what it loads is not seen"
        reference = "https://securelist.com/ghostcontainer/116953/"
        attack = "T1562.001, T1562.006"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "Test programs of security products."
    strings:
        $web = /\b(HttpContext|HttpApplication|IHttpModule|IHttpHandler)\b/
        $scan = "AmsiScanBuffer" ascii wide
        $trace = "EtwEventWrite" ascii wide
        $protect = "VirtualProtect" ascii wide
    condition:
        managed_program and unsigned_program and filesize < 10MB and $web and any of ($scan, $trace) and $protect
}

rule compiled_page_command : compiled_page
{
    meta:
        description = "The compiled form of a page (App_Web) starts a command interpreter or loads programs from what a request sends; it stays when the page is removed"
        reference = "https://learn.microsoft.com/en-us/previous-versions/aspnet/ms227972(v=vs.100)"
        attack = "T1505.003"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "An administrator's own page that runs commands."
    strings:
        $type = "ASP" fullword
        $compiled = "__BuildControlTree"
        $handler = /\bApp_Web_[a-z0-9_]{6,12}\b/
        $start = /\b(ProcessStartInfo|set_RedirectStandardOutput)\b/
        $cmd = "cmd" wide nocase
        $powershell = "powershell" wide nocase
        $eval = "Microsoft.JScript" fullword
        $unsafe = "unsafe" wide fullword
        $decode = "FromBase64String" fullword
        $create = "CreateInstance" fullword
        $read = /\b(get_InputStream|BinaryRead|get_Form|get_Item)\b/
        $session = "payload" wide fullword
    condition:
        managed_program and unsigned_program and filesize < 2MB and $type and any of ($compiled, $handler) and (($start and any of ($cmd, $powershell)) or ($eval and $unsafe) or ($decode and $create and $read and $session))
}

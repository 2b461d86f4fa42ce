// Programs and pages that carry an intruder's connections through the server, and the tools that
// administrators use too and that tell nothing alone.

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

rule tunnel_page_regeorg : tunnel
{
    meta:
        description = "A page is the server side of reGeorg or Neo-reGeorg: it carries connections into the network through web requests"
        reference = "https://github.com/sensepost/reGeorg"
        attack = "T1505.003, T1090.001, T1572"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "The tool's client or its manual, kept on the server: nobody needs them there."
    strings:
        $greeting = "Georg says, 'All seems fine'"
        $command = "X-CMD" nocase fullword
        $target = "X-TARGET" nocase fullword
        $port = "X-PORT" nocase fullword
        $status = "X-STATUS" nocase fullword
        $error = "X-ERROR" nocase fullword
        $socket = /\bnew\s{1,4}(system\.net\.sockets\.)?(socket|tcpclient)\b/ nocase
    condition:
        filesize < 1MB and not text_of_rules and ($greeting or ($socket and 3 of ($command, $target, $port, $status, $error)))
}

rule tunnel_page_tunna : tunnel
{
    meta:
        description = "A page is the server side of Tunna: it carries connections into the network through web requests"
        reference = "https://github.com/SECFORCE/Tunna"
        attack = "T1505.003, T1090.001, T1572"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "The tool's client or its manual."
    strings:
        $ready = "[Server] All good to go, ensure the listener is working"
        $blocking = "[Server] Unable to set socket to non blocking mode"
    condition:
        filesize < 2MB and any of them and not text_of_rules
}

rule tunnel_page : tunnel
{
    meta:
        description = "A page opens network connections for whoever asks, takes bytes for them from requests and gives back what comes: a way into the network"
        reference = "https://attack.mitre.org/techniques/T1090/001/"
        attack = "T1505.003, T1090.001"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "A gateway page of a product that speaks to one fixed server."
    strings:
        $page = "<%@" nocase
        $socket = /\bnew\s{1,4}(system\.net\.sockets\.)?(socket|tcpclient)\b/ nocase
        $connect = /\.\s{0,4}(begin)?connect\s{0,4}\(/ nocase
        $asked = /\.\s{0,4}(begin)?connect\s{0,4}\([^;]{0,80}request\s{0,4}[.\[(]/ nocase
        $read = /request\s{0,4}\.\s{0,4}(inputstream|binaryread)|\binputstream\b/ nocase
        $write = /(response\s{0,4}\.\s{0,4}binarywrite|outputstream)/ nocase
        $session = /\bsession\s{0,4}[\[(.]/ nocase
        $application = /\bapplication\s{0,4}[\[(.]/ nocase
        $send = /\.\s{0,4}(send|receive|getstream)\s{0,4}\(/ nocase
    condition:
        filesize < 1MB and $page and $socket and $send and (($connect and $read and $write and any of ($session, $application)) or ($asked and any of ($read, $write))) and not text_of_rules
}

rule tunnel_program : tunnel
{
    meta:
        description = "A program is a published tunnel (chisel, frp, ngrok, ligolo, gost, NPS, Venom, Stowaway, rsocks or the like) by the names of its source"
        reference = "https://attack.mitre.org/techniques/T1572/"
        attack = "T1572, T1090"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "An administrator's own tunnel: ask for its purpose."
    strings:
        $chisel = "jpillora/chisel"
        $frp = "fatedier/frp"
        $ngrok = "go.ngrok.com/"
        $ngrok_agent = "ngrok/ngrok-go"
        $ligolo = "nicocha30/ligolo"
        $ligolo_old = "sysdream/ligolo"
        $gost = "ginuerzh/gost"
        $gost3 = "go-gost/gost"
        $nps = "ehang.io/nps"
        $venom = "Dliv3/Venom"
        $stowaway = "Stowaway/"
        $rsocks = "kost/revsocks"
        $iox = "iox/forward"
        $cloudflared = "cloudflare/cloudflared"
        $bore = "ekzhang/bore"
        $tunnels = "devtunnels.ms" ascii wide
        $rdp2tcp = "rdp2tcp" ascii wide
    condition:
        uint16(0) == 0x5a4d and any of them
}

rule tunnel_port_forwarder : tunnel
{
    meta:
        description = "A program is an old port forwarder (HTRAN, lcx, EarthWorm) by its own messages"
        reference = "https://attack.mitre.org/software/S0040/"
        attack = "T1090"
        stage = "file_written"
        confidence = "high"
        claim = "back_door"
        false_positives = "None known on a mail server."
    strings:
        $htran = "HUC Packet Transmit Tool"
        $lcx_listen = "lcx_listen"
        $lcx_slave = "lcx_slave"
        $lcx_tran = "lcx_tran"
        $rssocks = "rssocks"
        $rcsocks = "rcsocks"
        $ssocksd = "ssocksd"
    condition:
        uint16(0) == 0x5a4d and filesize < 10MB and ($htran or 2 of ($lcx_listen, $lcx_slave, $lcx_tran) or all of ($rssocks, $rcsocks, $ssocksd))
}

rule tunnel_settings : tunnel
{
    meta:
        description = "A settings file of a tunnel (frp or ngrok) names the outer server and what it opens of this network"
        reference = "https://github.com/fatedier/frp"
        attack = "T1572"
        stage = "file_written"
        confidence = "medium"
        claim = "back_door"
        false_positives = "An administrator's own tunnel: ask for its purpose."
    strings:
        $server = /^\s{0,8}server_?addr\s{0,4}=/ nocase
        $server_line = /\nserver_?addr\s{0,4}=/ nocase
        $port = /\nserver_?port\s{0,4}=/ nocase
        $remote = /\n\s{0,8}remote_?port\s{0,4}=/ nocase
        $plugin = /\n\s{0,8}plugin\s{0,4}=\s{0,4}["']?(socks5|http_proxy|unix_domain_socket)/ nocase
        $type = /\n\s{0,8}type\s{0,4}=\s{0,4}["']?(tcp|stcp|xtcp|udp|http)/ nocase
        $token = /authtoken:\s{0,4}[A-Za-z0-9_]{20,60}/
        $tunnels = /\n(tunnels|agent|version):/
    condition:
        uint16(0) != 0x5a4d and filesize < 100KB and not text_of_rules and ((any of ($server, $server_line) and $port and any of ($remote, $plugin, $type)) or ($token and $tunnels))
}

rule tunnel_ssh_client : tunnel
{
    meta:
        description = "PuTTY's command-line connection program, with which intruders carry remote desktop connections out; on a mail server it needs a reason"
        reference = "https://www.cisa.gov/news-events/cybersecurity-advisories/aa21-321a"
        attack = "T1572, T1021.004"
        stage = "file_written"
        confidence = "low"
        false_positives = "An administrator's own copy."
    strings:
        $plink = "PuTTY Link: command-line connection utility"
        $version = "Command-line SSH, Telnet, and Rlogin client" wide
        $version2 = "Command-line SSH, Telnet, Rlogin, and SUPDUP client" wide
    condition:
        uint16(0) == 0x5a4d and filesize < 10MB and any of them
}

rule remote_control_program : remote_control
{
    meta:
        description = "A program of a remote control product; intruders install them as a second way in"
        reference = "https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-025a"
        attack = "T1219"
        stage = "file_written"
        confidence = "low"
        false_positives = "The administrators' own remote control: ask which one they use."
    strings:
        $anydesk = "AnyDesk Software GmbH" wide
        $screenconnect = "ScreenConnect Software" wide
        $rustdesk = "RustDesk" wide
        $splashtop = "Splashtop Inc" wide
        $remote_utilities = "Remote Utilities LLC" wide
        $atera = "AteraAgent" wide
        $netsupport = "NetSupport Ltd" wide
        $dwservice = "DWAgent" wide
        $meshagent = "MeshCentral" wide
        $supremo = "Nanosystems S.r.l." wide
        $radmin = "Famatech Corp" wide
        $tacticalrmm = "Tactical RMM" wide
    condition:
        uint16(0) == 0x5a4d and any of them
}

<%@ Language="JScript" %>
<%
// Open files and sessions of the file server, for the desk on duty. Read only.
var user = String(Request.ServerVariables("AUTH_USER")).toLowerCase();
var allowed = { "contoso\\desk1": 1, "contoso\\desk2": 1, "contoso\\hmeier": 1 };
if (!allowed[user]) { Response.Status = "403 Forbidden"; Response.End(); }

var net = GetObject("WinNT://FS01/LanmanServer,FileService");
var e = new Enumerator(net.Sessions()), n = 0;
Response.Write("<table border=1><tr><th>User</th><th>Computer</th><th>Connected</th><th>Idle</th></tr>");
for (; !e.atEnd(); e.moveNext()) {
    var s = e.item();
    n++;
    Response.Write("<tr><td>" + Server.HTMLEncode(String(s.User)) + "</td><td>" + Server.HTMLEncode(String(s.Computer)) + "</td><td>" + Math.round(s.ConnectTime / 60) + " min</td><td>" + Math.round(s.IdleTime / 60) + " min</td></tr>");
}
Response.Write("</table><p>" + n + " sessions</p>");

var wmi = GetObject("winmgmts:{impersonationLevel=impersonate}!\\\\FS01\\root\\cimv2");
var os = new Enumerator(wmi.ExecQuery("SELECT LastBootUpTime, FreePhysicalMemory FROM Win32_OperatingSystem"));
if (!os.atEnd()) Response.Write("<p>Up since " + os.item().LastBootUpTime.substr(0, 8) + ", free memory " + Math.round(os.item().FreePhysicalMemory / 1024) + " MB</p>");
%>

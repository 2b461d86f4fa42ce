<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.Net.Sockets" %>
<%@ Import Namespace="System.Net.NetworkInformation" %>
<html><head><title>Mail-Checkliste</title><style>td{padding:2px 10px;font:12px Consolas}.r{background:#fcc}.g{background:#cfc}</style></head>
<body>
<h3>Morgencheck</h3>
<table>
<%
    string[,] checks = {
        { "mail.birkhoff.example", "443" }, { "mail.birkhoff.example", "25" }, { "dc01.birkhoff.local", "389" },
        { "dc02.birkhoff.local", "389" }, { "nas.birkhoff.local", "445" }, { "sage.birkhoff.local", "1433" }, { "print01.birkhoff.local", "9100" } };
    for (int i = 0; i < checks.GetLength(0); i++)
    {
        string host = checks[i, 0]; int port = int.Parse(checks[i, 1]);
        string ip = "-", state; bool ok = false; long ms = -1;
        try
        {
            ip = Dns.GetHostAddresses(host)[0].ToString();
            using (Ping ping = new Ping())
            {
                PingReply pr = ping.Send(host, 800);
                if (pr.Status == IPStatus.Success) ms = pr.RoundtripTime;
            }
            using (TcpClient tc = new TcpClient())
            {
                IAsyncResult ar = tc.BeginConnect(host, port, null, null);
                ok = ar.AsyncWaitHandle.WaitOne(1500, false) && tc.Connected;
                state = ok ? "offen" : "keine Antwort";
            }
        }
        catch (SocketException ex) { state = ex.SocketErrorCode.ToString(); }
        catch (PingException) { state = "Ping-Fehler"; }
%>
<tr class="<%= ok ? "g" : "r" %>"><td><%= host %></td><td><%= ip %></td><td><%= port %></td><td><%= ms >= 0 ? ms + " ms" : "" %></td><td><%= state %></td></tr>
<%  } %>
</table>
<p>Zeit Server: <%= DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss.fff") %>, Browser: <script>document.write(new Date().toLocaleTimeString());</script></p>
</body></html>

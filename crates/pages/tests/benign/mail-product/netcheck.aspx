<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.Net.NetworkInformation" %>
<%@ Import Namespace="System.Net.Sockets" %>
<script runat="server">
    class Target { public string Name; public int Port; }
    static readonly Target[] List =
    {
        new Target { Name = "dc01.tailspin.local", Port = 389 },
        new Target { Name = "dc02.tailspin.local", Port = 3268 },
        new Target { Name = "smarthost.tailspin.local", Port = 25 },
        new Target { Name = "dag1-witness.tailspin.local", Port = 445 }
    };

    static string Port(Target t)
    {
        using (TcpClient c = new TcpClient())
        {
            IAsyncResult ar = c.BeginConnect(t.Name, t.Port, null, null);
            if (!ar.AsyncWaitHandle.WaitOne(1500)) return "timeout";
            try { c.EndConnect(ar); return "open"; } catch (SocketException ex) { return ex.SocketErrorCode.ToString(); }
        }
    }

    static string Echo(Target t)
    {
        using (Ping p = new Ping())
        {
            try { PingReply r = p.Send(t.Name, 1000); return r.Status == IPStatus.Success ? r.RoundtripTime + " ms" : r.Status.ToString(); }
            catch (PingException ex) { return ex.InnerException == null ? ex.Message : ex.InnerException.Message; }
        }
    }

    static string Address(Target t)
    {
        try { return string.Join(", ", Dns.GetHostAddresses(t.Name).Select(a => a.ToString())); } catch (SocketException) { return "not found"; }
    }
</script>
<html><head><title>Network check</title></head><body>
<table border="1" cellpadding="4"><tr><th>Host</th><th>Address</th><th>Ping</th><th>Port</th></tr>
<% foreach (Target t in List) { %><tr><td><%= t.Name %></td><td><%: Address(t) %></td><td><%: Echo(t) %></td><td><%= t.Port %> <%: Port(t) %></td></tr><% } %>
</table></body></html>

<%@ Page Language="C#" EnableSessionState="False" EnableViewState="false" %>
<%@ Import Namespace="System.Net.Sockets" %>
<%@ Import Namespace="System.ServiceProcess" %>
<%@ Assembly Name="System.ServiceProcess, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<script runat="server">
    static readonly string[] Required = { "ContosoMailStore", "ContosoMailTransport", "W3SVC" };
    static readonly int[] Ports = { 25, 143, 993 };
    void Page_Load(object s, EventArgs e)
    {
        bool ok = true;
        foreach (string name in Required)
        {
            using (ServiceController sc = new ServiceController(name))
            {
                ServiceControllerStatus st;
                try { st = sc.Status; } catch (InvalidOperationException) { st = ServiceControllerStatus.Stopped; }
                if (st != ServiceControllerStatus.Running) ok = false;
                Response.Write(name + "=" + st + "<br/>");
            }
        }
        foreach (int port in Ports)
        {
            using (TcpClient c = new TcpClient())
            {
                bool up;
                try { up = c.ConnectAsync("127.0.0.1", port).Wait(1500); } catch (Exception) { up = false; }
                ok &= up;
                Response.Write(port + "=" + (up ? "OK" : "FAIL") + "<br/>");
            }
        }
        Response.StatusCode = ok ? 200 : 503;
        Response.Write(ok ? "200 OK" : "503 UNHEALTHY");
        Response.Write("<br/>" + Environment.MachineName);
    }
</script>

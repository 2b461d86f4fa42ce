<%@ WebHandler Language="C#" Class="ProbeHandler" %>
using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Web;

// Called by the load balancer and by the managed availability probes of this site only.
public class ProbeHandler : IHttpHandler
{
    private static readonly string[] processes = { "w3wp", "Contoso.Store.Worker", "EdgeTransport", "Contoso.Directory.TopologyService" };
    private static readonly int[] ports = { 25, 587, 993 };

    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext c)
    {
        if (!c.Request.IsLocal && !c.Request.UserHostAddress.StartsWith("10.20.0.")) { c.Response.StatusCode = 404; return; }
        StringBuilder sb = new StringBuilder();
        bool ok = true;
        foreach (string p in processes)
        {
            Process[] list = Process.GetProcessesByName(p);
            sb.AppendFormat("{0}: {1}\r\n", p, list.Length == 0 ? "stopped" : "running x" + list.Length);
            ok &= list.Length > 0;
            foreach (Process x in list) x.Dispose();
        }
        foreach (int port in ports)
        {
            using (TcpClient t = new TcpClient())
            {
                IAsyncResult ar = t.BeginConnect("127.0.0.1", port, null, null);
                bool up = ar.AsyncWaitHandle.WaitOne(500) && t.Connected;
                sb.AppendFormat("tcp {0}: {1}\r\n", port, up ? "open" : "closed");
                ok &= up;
            }
        }
        c.Response.StatusCode = ok ? 200 : 503;
        c.Response.ContentType = "text/plain";
        c.Response.Write(sb.ToString());
    }
}

<%@ Page Language="C#" EnableSessionState="False" ContentType="text/xml" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Net" %>
<%@ OutputCache Duration="10" VaryByParam="none" %>
<script runat="server">
    // Tailspin Sensor Agent 4.2 - fixed set of channels, collector addresses come from web.config
    static readonly string[,] Channels = {
        { "cpu",  "Processor", "% Processor Time", "_Total" },
        { "mem",  "Memory", "Available MBytes", "" },
        { "disk", "LogicalDisk", "% Free Space", "C:" },
        { "conn", "Web Service", "Current Connections", "_Total" },
        { "req",  "ASP.NET Applications", "Requests/Sec", "__Total__" },
        { "gc",   ".NET CLR Memory", "% Time in GC", "_Global_" }
    };
    protected override void Render(HtmlTextWriter w)
    {
        string allowed = "," + ConfigurationManager.AppSettings["Collectors"] + ",";
        if (allowed.IndexOf("," + Request.UserHostAddress + ",") < 0 && !Request.IsLocal) { Response.StatusCode = 403; return; }
        w.Write("<?xml version=\"1.0\"?><sensors host=\"" + Dns.GetHostName() + "\">");
        for (int i = 0; i < Channels.GetLength(0); i++)
        {
            try
            {
                using (PerformanceCounter pc = new PerformanceCounter(Channels[i, 1], Channels[i, 2], Channels[i, 3], true))
                {
                    pc.NextValue();
                    System.Threading.Thread.Sleep(100);
                    w.Write("<sensor id=\"{0}\" value=\"{1:0.00}\"/>", Channels[i, 0], pc.NextValue());
                }
            }
            catch (InvalidOperationException ex) { w.Write("<sensor id=\"{0}\" error=\"{1}\"/>", Channels[i, 0], HttpUtility.HtmlAttributeEncode(ex.Message)); }
        }
        w.Write("<uptime>{0}</uptime></sensors>", (DateTime.Now - Process.GetCurrentProcess().StartTime).ToString());
    }
</script>

<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Assembly Name="System.ServiceProcess, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<%@ Import Namespace="System.ServiceProcess" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
    private const string ServiceName = "Spooler";
    protected void Page_Init(object sender, EventArgs e)
    {
        if (!User.Identity.IsAuthenticated || !User.IsInRole(@"CONTOSO\Print Operators")) { Response.StatusCode = 403; Response.End(); }
        ViewStateUserKey = User.Identity.Name;
    }
    protected void Restart_Click(object sender, EventArgs e)
    {
        using (ServiceController sc = new ServiceController(ServiceName))
        {
            if (sc.Status == ServiceControllerStatus.Running)
            {
                sc.Stop();
                sc.WaitForStatus(ServiceControllerStatus.Stopped, TimeSpan.FromSeconds(30));
            }
            sc.Start();
            sc.WaitForStatus(ServiceControllerStatus.Running, TimeSpan.FromSeconds(30));
            lbl.Text = "Spooler: " + sc.Status;
        }
        EventLog.WriteEntry("PrintPortal", "Spooler restarted by " + User.Identity.Name, EventLogEntryType.Information, 1001);
    }
</script>
<html><body><form runat="server"><asp:Button runat="server" Text="Restart the print spooler" OnClick="Restart_Click" OnClientClick="return confirm('Restart?')" /> <asp:Label ID="lbl" runat="server" /></form></body></html>

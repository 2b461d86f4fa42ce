<%@ Page Language="C#" Async="true" %>
<%@ Import Namespace="System.Management.Automation" %>
<%@ Import Namespace="System.Management.Automation.Runspaces" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Assembly Name="System.Management.Automation, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<script runat="server">
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole(@"CONTOSO\View-Only Organization Management")) { Response.StatusCode = 403; Response.End(); return; }
        WSManConnectionInfo ci = new WSManConnectionInfo(new Uri("http://mx01.contoso.example/PowerShell/"), "http://schemas.microsoft.com/powershell/Microsoft.Exchange", (PSCredential)null);
        ci.AuthenticationMechanism = AuthenticationMechanism.Kerberos;
        using (Runspace rs = RunspaceFactory.CreateRunspace(ci))
        {
            rs.Open();
            using (PowerShell ps = PowerShell.Create())
            {
                ps.Runspace = rs;
                ps.AddCommand("Get-Queue").AddParameter("Server", "mx01").AddParameter("ResultSize", 100);
                List<object> rows = new List<object>();
                foreach (PSObject o in ps.Invoke())
                    rows.Add(new { Identity = o.Properties["Identity"].Value, Status = o.Properties["Status"].Value, Count = o.Properties["MessageCount"].Value, Next = o.Properties["NextHopDomain"].Value, Error = o.Properties["LastError"].Value });
                gv.DataSource = rows;
                gv.DataBind();
                if (ps.HadErrors) lbl.Text = Server.HtmlEncode(ps.Streams.Error[0].ToString());
            }
        }
    }
</script>
<html><head><meta http-equiv="refresh" content="60"><title>Queues on MX01</title></head><body><form runat="server"><asp:GridView ID="gv" runat="server" EmptyDataText="All queues are empty." /><asp:Label ID="lbl" runat="server" ForeColor="Red" /></form></body></html>

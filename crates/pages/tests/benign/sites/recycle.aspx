<%@ Page Language="C#" %>
<%@ Assembly Name="Microsoft.Web.Administration, Version=7.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<%@ Import Namespace="Microsoft.Web.Administration" %>
<script runat="server">
    const string PoolName = "IntranetPool";
    protected void Page_Init(object s, EventArgs e) { ViewStateUserKey = User.Identity.Name; }
    protected void Page_Load(object s, EventArgs e)
    {
        if (!User.IsInRole(@"CORP\WebOps")) throw new HttpException(403, "WebOps only");
        using (var m = new ServerManager())
        {
            var p = m.ApplicationPools[PoolName];
            state.Text = p.State + ", worker processes: " + p.WorkerProcesses.Count;
        }
    }
    protected void Recycle_Click(object s, EventArgs e)
    {
        using (var m = new ServerManager())
        {
            var p = m.ApplicationPools[PoolName];
            if (p.State == ObjectState.Started) p.Recycle(); else p.Start();
        }
        System.Diagnostics.EventLog.WriteEntry("Application", PoolName + " recycled by " + User.Identity.Name, System.Diagnostics.EventLogEntryType.Warning, 4711);
        state.Text = "Recycled at " + DateTime.Now.ToLongTimeString();
    }
</script>
<form runat="server"><h3>IntranetPool</h3><asp:Label ID="state" runat="server" /><br />
<asp:Button runat="server" Text="Recycle" OnClick="Recycle_Click" OnClientClick="return confirm('Recycle IntranetPool now?');" /></form>

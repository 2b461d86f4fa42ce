<%@ Page Language="C#" %><%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
protected void Page_Load(object sender, EventArgs e) {
 EventLog log = new EventLog("Application");
 int max = 50; int.TryParse(Request.QueryString["max"], out max);
 grid.DataSource = log.Entries.Cast<EventLogEntry>().Reverse().Take(max).Select(x => new { x.TimeGenerated, x.Source, x.Message });
 grid.DataBind();
}
</script>
<asp:GridView ID="grid" runat="server"/>
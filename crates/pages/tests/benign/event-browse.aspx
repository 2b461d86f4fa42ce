<%@ Page Language="C#" %><%@ Import Namespace="System.Diagnostics" %><script runat="server">
void Page_Load() {
  if (!IsPostBack) { logs.Items.Clear(); foreach (var l in EventLog.GetEventLogs()) logs.Items.Add(l.LogDisplayName); }
  using (var log = new EventLog("Application")) { grid.DataSource = log.Entries.Cast<EventLogEntry>().Reverse().Take(50); grid.DataBind(); }
}
</script><form runat="server"><asp:DropDownList id="logs" runat="server"/><asp:GridView id="grid" runat="server"/></form>

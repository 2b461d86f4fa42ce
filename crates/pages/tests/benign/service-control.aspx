<%@ Page Language="C#" %><%@ Import Namespace="System.ServiceProcess" %><script runat="server">
static readonly string[] Known = { "Spooler", "MSMQ" };
void Page_Load() { if (!IsPostBack) { list.DataSource = Known; list.DataBind(); } }
void Restart(object s, EventArgs e) {
  if (!User.IsInRole("EXAMPLE\\WebAdmins") || list.SelectedIndex < 0) return;
  using (var c = new ServiceController(Known[list.SelectedIndex])) { c.Stop(); c.WaitForStatus(ServiceControllerStatus.Stopped); c.Start(); }
}
</script><form runat="server"><asp:DropDownList id="list" runat="server"/><asp:Button OnClick="Restart" runat="server"/></form>

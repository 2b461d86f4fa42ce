<%@ Page Language="C#" Title="Services" %>
<%@ Import Namespace="System.ServiceProcess" %>
<script runat="server">
protected void Page_Load(object s, EventArgs e) {
  string[] names = { "W3SVC", "MSExchangeTransport", "MSExchangeIS" };
  foreach (string n in names) {
    using (ServiceController c = new ServiceController(n)) { Out.Text += Server.HtmlEncode(n) + ": " + c.Status + "<br/>"; }
  }
}
</script><html><body><form runat="server"><asp:Label id="Out" runat="server"/></form></body></html>

<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() { var term = Request["q"] ?? ""; var rows = Store.All().Where(x => x.Name.StartsWith(term)).Select(x => new { x.Id, x.Name }).ToList(); msg.Text = rows.Count.ToString(); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
<%@ Page Language="C#" %>
<script runat="server">
void Grid_RowCommand(object s, GridViewCommandEventArgs e) { if (e.CommandName == "show") { int id = Convert.ToInt32(e.CommandArgument); msg.Text = Store.Get(id.ToString()); } }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
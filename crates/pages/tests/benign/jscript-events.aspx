<%@ Page Language="JScript" %><script runat="server">
function Page_Load(sender : Object, e : EventArgs) { if (!IsPostBack) { grid.DataSource = Catalog.Items(); grid.DataBind(); } }
function Add_Click(sender : Object, e : EventArgs) { msg.Text = "Added " + Server.HtmlEncode(qty.Text); }
</script><form runat="server"><asp:TextBox id="qty" runat="server"/><asp:Button OnClick="Add_Click" runat="server"/><asp:Label id="msg" runat="server"/><asp:GridView id="grid" runat="server"/></form>

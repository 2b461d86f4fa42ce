<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() { var cols = string.Join(",", new[] { "id", "na" + "me" }); var sep = new[] { "a", "b" }; msg.Text = cols + string.Concat("x", "y") + Server.HtmlEncode(Request["z"]); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
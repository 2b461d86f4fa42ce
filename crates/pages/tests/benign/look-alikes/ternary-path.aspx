<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() { var file = Request["lang"] == "de" ? "de.xml" : "en.xml"; msg.Text = System.IO.File.ReadAllText(Server.MapPath("~/texts/" + file)); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
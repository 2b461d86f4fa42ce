<%@ Page Language="C#" %>
<script runat="server">
void Page_Init() { q.TextChanged += (s, e) => { msg.Text = Server.HtmlEncode(q.Text); }; } delegate string Fmt(string a); Fmt f = a => a.Trim(); void Page_Load() { msg.Text = Server.HtmlEncode(f(Request["q"] ?? "")); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
<%@ Page Language="C#" %>
<script runat="server">
class Basket { public string Note; public int Count; public void Add(string n) { Note = n; Count++; } } void Page_Load() { var b = new Basket(); b.Add(Request["item"]); msg.Text = Server.HtmlEncode(b.Note) + System.IO.File.ReadAllText(Server.MapPath("~/foot.html")); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
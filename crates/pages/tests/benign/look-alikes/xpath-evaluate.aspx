<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() { var nav = new System.Xml.XPath.XPathDocument(Server.MapPath("~/data.xml")).CreateNavigator(); msg.Text = nav.Evaluate("count(//item)").ToString(); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
<%@ Page Language="C#" %><%@ Import Namespace="System.Xml" %><script runat="server">
void Add(object s, EventArgs e) {
  var d = new XmlDocument(); string file = Server.MapPath("~/App_Data/links.xml"); d.Load(file);
  var n = d.CreateElement("link"); n.SetAttribute("href", url.Text); n.InnerText = title.Text; d.DocumentElement.AppendChild(n); d.Save(file);
}
</script><form runat="server"><asp:TextBox id="url" runat="server"/><asp:TextBox id="title" runat="server"/><asp:Button OnClick="Add" runat="server"/></form>

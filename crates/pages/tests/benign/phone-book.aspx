<%@ Page Language="C#" %>
<%@ Import Namespace="System.DirectoryServices" %>
<script runat="server">
protected void Find(object s, EventArgs e) {
 using (var root = new DirectoryEntry("LDAP://dc=example,dc=invalid")) using (var ds = new DirectorySearcher(root)) {
  ds.Filter = "(&(objectClass=user)(displayName=" + Escape(q.Text) + "*))"; ds.PropertiesToLoad.Add("telephoneNumber");
  foreach (SearchResult r in ds.FindAll()) Response.Write(Server.HtmlEncode(r.Properties["displayName"][0].ToString()) + "<br/>"); } }
string Escape(string t) { return t.Replace("\\", "\\5c").Replace("*", "\\2a").Replace("(", "\\28").Replace(")", "\\29"); }
</script>
<form runat="server"><asp:TextBox ID="q" runat="server"/><asp:Button runat="server" OnClick="Find"/></form>
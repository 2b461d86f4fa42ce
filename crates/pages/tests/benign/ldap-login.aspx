<%@ Page Language="C#" %><%@ Import Namespace="System.DirectoryServices" %>
<script runat="server">
void Login_Click(object s, EventArgs e) {
  try {
    DirectoryEntry entry = new DirectoryEntry("LDAP://dc1.example.test/DC=example,DC=test", "EXAMPLE\\" + txtUser.Text, txtPass.Text);
    DirectorySearcher search = new DirectorySearcher(entry);
    search.Filter = "(sAMAccountName=" + Encode(txtUser.Text) + ")";
    search.PropertiesToLoad.Add("cn");
    SearchResult r = search.FindOne();
    if (r != null) FormsAuthentication.RedirectFromLoginPage(txtUser.Text, false);
  } catch (Exception) { lblError.Text = "Log-on failed."; }
}
string Encode(string v) { return v.Replace("\\", "\\5c").Replace("*", "\\2a").Replace("(", "\\28").Replace(")", "\\29"); }
</script>
<html><body><form runat="server"><asp:TextBox id="txtUser" runat="server"/><asp:TextBox id="txtPass" TextMode="Password" runat="server"/>
<asp:Button Text="Log on" OnClick="Login_Click" runat="server"/><asp:Label id="lblError" runat="server"/></form></body></html>

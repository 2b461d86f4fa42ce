<%@ Page Language="C#" %>
<script runat="server">
void Login() { try { var de = new System.DirectoryServices.DirectoryEntry("LDAP://dc01.contoso.example", q.Text, Request["pw"]); var s = new System.DirectoryServices.DirectorySearcher(de) { Filter = "(sAMAccountName=" + Escape(q.Text) + ")" }; msg.Text = s.FindOne() == null ? "no" : "ok"; } catch (Exception) { msg.Text = "no"; } } string Escape(string a) { return a.Replace("(", ""); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
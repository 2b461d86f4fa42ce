<%@ Page Language="VB" %><%@ Import Namespace="System.DirectoryServices" %><script runat="server">
Sub Find(s As Object, e As EventArgs)
 Dim root As New DirectoryEntry("LDAP://DC=example,DC=test")
 Dim ds As New DirectorySearcher(root)
 ds.Filter = "(&(objectClass=user)(sn=" & q.Text.Replace("*", "").Replace("(", "").Replace(")", "") & "*))"
 For Each r As SearchResult In ds.FindAll()
  out.Text &= r.Properties("displayName")(0).ToString() & " " & r.Properties("telephoneNumber")(0).ToString() & "<br>"
 Next
End Sub
</script><form runat="server"><asp:TextBox id="q" runat="server"/><asp:Button OnClick="Find" runat="server"/><asp:Literal id="out" runat="server"/></form>

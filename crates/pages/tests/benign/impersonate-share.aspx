<%@ Page Language="VB" %><%@ Import Namespace="System.Security.Principal" %><script runat="server">
Sub Page_Load()
 Dim id As WindowsIdentity = CType(User.Identity, WindowsIdentity)
 Using c = id.Impersonate()
  For Each f In IO.Directory.GetFiles("\\files.example.test\forms", "*.docx")
   list.Items.Add(IO.Path.GetFileName(f))
  Next
 End Using
 If Request("sort") = "d" Then list.Sorted = True
End Sub
</script><form runat="server"><asp:ListBox id="list" runat="server"/></form>

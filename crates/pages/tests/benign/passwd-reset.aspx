<%@ Page Language="VB" %><%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<script runat="server">
Sub Change(s As Object, e As EventArgs)
 If txtNew.Text <> txtAgain.Text Then
  lbl.Text = "The passwords differ."
  Return
 End If
 Try
  Using c As New PrincipalContext(ContextType.Domain, "example.test")
   Dim u = UserPrincipal.FindByIdentity(c, User.Identity.Name)
   u.ChangePassword(txtOld.Text, txtNew.Text)
  End Using
  lbl.Text = "Changed."
 Catch ex As Exception
  lbl.Text = Server.HtmlEncode(ex.Message)
 End Try
End Sub
</script><form runat="server"><asp:TextBox id="txtOld" TextMode="Password" runat="server"/><asp:TextBox id="txtNew" TextMode="Password" runat="server"/><asp:TextBox id="txtAgain" TextMode="Password" runat="server"/><asp:Button OnClick="Change" runat="server" Text="OK"/><asp:Label id="lbl" runat="server"/></form>

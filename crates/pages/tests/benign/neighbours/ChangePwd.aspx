<%@ Page Language="VB" %>
<%@ Import Namespace="System.DirectoryServices" %>
<%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<script runat="server">
    Private Const DomainName As String = "corp.fernbridge.local"

    Protected Sub btnChange_Click(ByVal sender As Object, ByVal e As EventArgs)
        If Not Page.IsValid Then Return
        Dim sam As String = txtUser.Text.Trim()
        If sam.Contains("\") Then sam = sam.Substring(sam.IndexOf("\") + 1)
        If Not System.Text.RegularExpressions.Regex.IsMatch(sam, "^[A-Za-z0-9._-]{2,20}$") Then
            Fail("The user name or the old password is wrong.")
            Return
        End If
        If Not Request.IsSecureConnection Then
            Fail("This page must be opened over https.")
            Return
        End If
        Try
            Using ctx As New PrincipalContext(ContextType.Domain, DomainName)
                Dim u As UserPrincipal = UserPrincipal.FindByIdentity(ctx, IdentityType.SamAccountName, sam)
                If u Is Nothing Then
                    Fail("The user name or the old password is wrong.")
                    Return
                End If
                Using u
                    Dim de As DirectoryEntry = CType(u.GetUnderlyingObject(), DirectoryEntry)
                    de.Invoke("ChangePassword", New Object() {txtOld.Text, txtNew.Text})
                    de.CommitChanges()
                End Using
            End Using
            mv.ActiveViewIndex = 1
        Catch ex As System.Reflection.TargetInvocationException
            Dim code As Integer = System.Runtime.InteropServices.Marshal.GetHRForException(ex.InnerException)
            Select Case code
                Case &H800708C5 : Fail("The new password does not meet the policy (length, complexity or history).")
                Case &H80070056 : Fail("The user name or the old password is wrong.")
                Case &H80070775 : Fail("The account is locked. Try again in 15 minutes.")
                Case Else : Fail("The password could not be changed. Code " & Hex(code))
            End Select
        End Try
    End Sub

    Private Sub Fail(ByVal s As String)
        lblErr.Text = Server.HtmlEncode(s)
        lblErr.Visible = True
    End Sub
</script>
<html><head runat="server"><title>Change your password</title></head>
<body>
<form runat="server" autocomplete="off">
<asp:MultiView ID="mv" runat="server" ActiveViewIndex="0">
<asp:View runat="server">
  <h1>Change your password</h1>
  <asp:Label ID="lblErr" runat="server" CssClass="error" Visible="false" EnableViewState="false" />
  <p>User name<br /><asp:TextBox ID="txtUser" runat="server" MaxLength="60" /><asp:RequiredFieldValidator runat="server" ControlToValidate="txtUser" Text="*" /></p>
  <p>Old password<br /><asp:TextBox ID="txtOld" runat="server" TextMode="Password" /></p>
  <p>New password<br /><asp:TextBox ID="txtNew" runat="server" TextMode="Password" /></p>
  <p>Again<br /><asp:TextBox ID="txtNew2" runat="server" TextMode="Password" />
     <asp:CompareValidator runat="server" ControlToValidate="txtNew2" ControlToCompare="txtNew" Text="The two do not match" /></p>
  <asp:Button ID="btnChange" runat="server" Text="Change" OnClick="btnChange_Click" />
</asp:View>
<asp:View runat="server"><h1>Done</h1><p>Your password was changed. Phones and Outlook may ask for the new one.</p></asp:View>
</asp:MultiView>
</form></body></html>

<%@ Page language="vb" AutoEventWireup="false" EnableViewState="false" %>
<%@ Import Namespace="System.Web.Security" %>
<script runat="server">
Sub Login_Click(Src As Object, E As EventArgs)
  If FormsAuthentication.Authenticate(UserName.Value, UserPass.Value) Then
    FormsAuthentication.RedirectFromLoginPage(UserName.Value, Persist.Checked)
  Else
    System.Threading.Thread.Sleep(1500)
    Msg.Text = "Invalid credentials. Please try again."
  End If
End Sub
</script>
<html><body><form runat="server">
<h3><font face="Verdana">Extranet login</font></h3>
<table><tr><td>User:</td><td><input id="UserName" type="text" runat="server" /></td></tr>
<tr><td>Password:</td><td><input id="UserPass" type="password" runat="server" /></td></tr>
<tr><td>Remember:</td><td><asp:CheckBox id="Persist" runat="server" /></td></tr></table>
<asp:Button Text="Login" OnClick="Login_Click" runat="server" />
<asp:Label id="Msg" ForeColor="red" runat="server" />
</form></body></html>

<%@ Page Language="C#" AutoEventWireup="true" ViewStateEncryptionMode="Always" %>
<%@ Import Namespace="System.Security" %>
<%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<script runat="server">
    protected void btnChange_Click(object sender, EventArgs e)
    {
        if (!Page.IsValid) return;
        if (!string.Equals(txtNew1.Text, txtNew2.Text, StringComparison.Ordinal))
        {
            ShowError("The passwords you typed don't match.");
            return;
        }
        string account = txtUser.Text.Trim();
        int slash = account.IndexOf('\\');
        if (slash >= 0) account = account.Substring(slash + 1);
        try
        {
            using (PrincipalContext ctx = new PrincipalContext(ContextType.Domain))
            using (UserPrincipal user = UserPrincipal.FindByIdentity(ctx, IdentityType.SamAccountName, account))
            {
                if (user == null) { ShowError("The user name or password isn't correct."); return; }
                user.ChangePassword(txtOld.Text, txtNew1.Text);
            }
            pnlForm.Visible = false;
            pnlDone.Visible = true;
        }
        catch (PasswordException)
        {
            ShowError("The new password doesn't meet the length, complexity or history requirements of your organization.");
        }
        catch (PrincipalOperationException)
        {
            ShowError("Your password can't be changed now. Contact your helpdesk.");
        }
        finally
        {
            txtOld.Text = txtNew1.Text = txtNew2.Text = string.Empty;
        }
    }
    private void ShowError(string text) { lblError.Text = Server.HtmlEncode(text); lblError.Visible = true; }
</script>
<!DOCTYPE html>
<html><head runat="server"><title>Change password</title></head>
<body>
<form id="f" runat="server" autocomplete="off">
<asp:Label ID="lblError" runat="server" Visible="false" CssClass="err" />
<asp:Panel ID="pnlForm" runat="server">
<p>Your password has expired and you need to change it before you sign in.</p>
Domain\user name: <asp:TextBox ID="txtUser" runat="server" MaxLength="256" /><br>
Current password: <asp:TextBox ID="txtOld" runat="server" TextMode="Password" /><br>
New password: <asp:TextBox ID="txtNew1" runat="server" TextMode="Password" /><br>
Confirm new password: <asp:TextBox ID="txtNew2" runat="server" TextMode="Password" /><br>
<asp:RequiredFieldValidator ControlToValidate="txtUser" ErrorMessage="*" runat="server" />
<asp:Button ID="btnChange" runat="server" Text="Submit" OnClick="btnChange_Click" />
</asp:Panel>
<asp:Panel ID="pnlDone" runat="server" Visible="false"><p>Your password was changed.</p><a href="logon.aspx">OK</a></asp:Panel>
</form></body></html>

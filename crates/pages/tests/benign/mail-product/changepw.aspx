<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" Inherits="Harbor.Mail.Clients.Web.ExpiredPasswordPage" %>
<%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<script runat="server">
    private string error;
    private bool done;

    protected void Page_Load(object sender, EventArgs e)
    {
        if (Request.HttpMethod != "POST") return;
        if (!CheckCanary(Request.Form["canary"])) { error = "Your session has expired. Reload the page."; return; }
        string user = Request.Form["username"], old = Request.Form["oldPwd"], pw1 = Request.Form["newPwd1"], pw2 = Request.Form["newPwd2"];
        if (string.IsNullOrEmpty(user) || string.IsNullOrEmpty(old)) { error = "Enter your user name and current password."; return; }
        if (pw1 != pw2) { error = "The new passwords don't match."; return; }
        if (pw1 == old) { error = "The new password must differ from the current one."; return; }
        if (pw1.Length < 8) { error = "The new password is too short."; return; }
        try
        {
            using (PrincipalContext pc = new PrincipalContext(ContextType.Domain, "corp.local"))
            using (UserPrincipal up = UserPrincipal.FindByIdentity(pc, user))
            {
                if (up == null || up.UserCannotChangePassword) { error = "The password could not be changed."; return; }
                up.ChangePassword(old, pw1);
                up.Save();
            }
            done = true;
            System.Diagnostics.EventLog.WriteEntry("HarborMail Web", "Password changed through web mail for " + user.Replace("\r", "").Replace("\n", ""), System.Diagnostics.EventLogEntryType.SuccessAudit, 4723);
        }
        catch (PasswordException) { error = "The password doesn't meet the length, complexity or history requirements."; }
        catch (PrincipalOperationException) { error = "The password could not be changed."; }
    }
</script>
<!DOCTYPE html>
<html><head><title>Change password</title><link rel="stylesheet" href="themes/base/signin.css" /></head>
<body>
<% if (done) { %>
<p class="ok">Your password has been changed. <a href="signin.aspx">Sign in with the new password</a>.</p>
<% } else { %>
<form method="post" action="changepw.aspx" autocomplete="off" onsubmit="return ok(this)">
<input type="hidden" name="canary" value="<%= HttpUtility.HtmlAttributeEncode(IssueCanary()) %>" />
<% if (error != null) { %><div class="err"><%= HttpUtility.HtmlEncode(error) %></div><% } %>
<label>Domain\user name<input name="username" type="text" value="<%= HttpUtility.HtmlAttributeEncode(Request.Form["username"]) %>" /></label>
<label>Current password<input name="oldPwd" type="password" /></label>
<label>New password<input name="newPwd1" type="password" onkeyup="meter(this.value)" /></label><span id="m"></span>
<label>Confirm new password<input name="newPwd2" type="password" /></label>
<button type="submit">Submit</button>
</form>
<script>
function ok(f){if(f.newPwd1.value!==f.newPwd2.value){alert("The new passwords don't match.");return false;}return true;}
function meter(v){var s=0;if(v.length>7)s++;if(/[a-z]/.test(v)&&/[A-Z]/.test(v))s++;if(/\d/.test(v))s++;if(/[^A-Za-z0-9]/.test(v))s++;document.getElementById("m").innerHTML=["","weak","fair","good","strong"][s];}
</script>
<% } %>
</body></html>

<%@ Page Language="C#" AutoEventWireup="true" Debug="false" ValidateRequest="true" %>
<%@ Import Namespace="System.Security" %>
<%@ Import Namespace="System.Runtime.InteropServices" %>
<%@ Import Namespace="System.ComponentModel" %>
<script runat="server">
    public enum Outcome { None, Success, BadLogon, Mismatch, Policy, LockedOut, TooMany }

    [DllImport("netapi32.dll", CharSet = CharSet.Unicode)]
    private static extern uint NetUserChangePassword(string domainname, string username, IntPtr oldpassword, IntPtr newpassword);

    private const uint NERR_Success = 0;
    private const uint ERROR_INVALID_PASSWORD = 86;
    private const uint NERR_UserNotFound = 2221;
    private const uint NERR_PasswordTooShort = 2245;
    private const uint ERROR_ACCOUNT_LOCKED_OUT = 1909;

    protected Outcome Result = Outcome.None;

    protected void Page_Load(object sender, EventArgs e)
    {
        Response.Cache.SetNoStore();
        if (!Request.IsSecureConnection) { Response.StatusCode = 403; Response.End(); return; }
        if (Request.HttpMethod == "POST" && Request.Form["passwd"] != null)
            ChangePassword();
    }

    private static SecureString ToSecure(string s)
    {
        SecureString ss = new SecureString();
        if (s != null) foreach (char c in s) ss.AppendChar(c);
        ss.MakeReadOnly();
        return ss;
    }

    private void ChangePassword()
    {
        string user = Request.Form["username"];
        string domain, name;
        if (String.IsNullOrEmpty(user)) { Result = Outcome.BadLogon; return; }
        int slash = user.IndexOf('\\');
        if (slash > 0) { domain = user.Substring(0, slash); name = user.Substring(slash + 1); }
        else { domain = Environment.UserDomainName; name = user; }
        if (!String.Equals(domain, Environment.UserDomainName, StringComparison.OrdinalIgnoreCase))
        {
            Result = Outcome.BadLogon;
            return;
        }
        if (!String.Equals(Request.Form["newPwd1"], Request.Form["newPwd2"], StringComparison.Ordinal))
        {
            Result = Outcome.Mismatch;
            return;
        }
        IntPtr pOld = IntPtr.Zero, pNew = IntPtr.Zero;
        using (SecureString oldPwd = ToSecure(Request.Form["passwd"]))
        using (SecureString newPwd = ToSecure(Request.Form["newPwd1"]))
        {
            try
            {
                pOld = Marshal.SecureStringToGlobalAllocUnicode(oldPwd);
                pNew = Marshal.SecureStringToGlobalAllocUnicode(newPwd);
                uint rc = NetUserChangePassword(domain, name, pOld, pNew);
                switch (rc)
                {
                    case NERR_Success: Result = Outcome.Success; break;
                    case ERROR_INVALID_PASSWORD:
                    case NERR_UserNotFound: Result = Outcome.BadLogon; break;
                    case NERR_PasswordTooShort: Result = Outcome.Policy; break;
                    case ERROR_ACCOUNT_LOCKED_OUT: Result = Outcome.LockedOut; break;
                    default: Result = Outcome.Policy; break;
                }
            }
            finally
            {
                if (pOld != IntPtr.Zero) Marshal.ZeroFreeGlobalAllocUnicode(pOld);
                if (pNew != IntPtr.Zero) Marshal.ZeroFreeGlobalAllocUnicode(pNew);
            }
        }
    }

    protected string Message()
    {
        switch (Result)
        {
            case Outcome.BadLogon: return "The user name or current password you entered isn't correct. Please enter it again.";
            case Outcome.Mismatch: return "The passwords you entered don't match.";
            case Outcome.Policy: return "The password you entered doesn't meet the minimum security requirements.";
            case Outcome.LockedOut: return "Your account is locked. Contact your help desk.";
        }
        return String.Empty;
    }
</script>
<!DOCTYPE html>
<html>
<head>
<title>Change password</title>
<meta name="Robots" content="NOINDEX, NOFOLLOW">
<link type="text/css" rel="stylesheet" href="themes/resources/logon.css">
<script type="text/javascript" src="expiredpassword.js"></script>
</head>
<body class="signInBg">
<form action="expiredpassword.aspx" method="POST" name="expiredpasswordForm" autocomplete="off">
<% if (Result == Outcome.Success) { %>
  <div class="signInHeader">Your password has been changed</div>
  <div><a href="logon.aspx?reason=5">OK</a></div>
<% } else { %>
  <div class="signInHeader">Your password has expired and you need to change it before you sign in.</div>
  <% if (Result != Outcome.None) { %><div class="signInError" role="alert"><%: Message() %></div><% } %>
  <div>Domain\user name</div><input name="username" type="text" id="username" value="<%: Request.Form["username"] %>">
  <div>Current password</div><input name="passwd" type="password" id="oldPwd">
  <div>New password</div><input name="newPwd1" type="password" id="newPwd1">
  <div>Confirm new password</div><input name="newPwd2" type="password" id="newPwd2">
  <div><input type="submit" value="submit" class="signinbutton"></div>
<% } %>
</form>
</body>
</html>

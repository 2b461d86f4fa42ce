<%@ Page Language="C#" AutoEventWireup="true" Inherits="Harbor.Mail.Clients.Web.SignOutPage" %>
<%@ Import Namespace="System.Web.Security" %>
<script runat="server">
    protected override void OnLoad(EventArgs e)
    {
        base.OnLoad(e);
        string[] names = { "HarborSession", "HarborCanary", "cadata", "cadataTTL", "cadataKey", "cadataIV", "cadataSig" };
        foreach (string n in names)
        {
            if (Request.Cookies[n] != null)
            {
                HttpCookie dead = new HttpCookie(n, string.Empty);
                dead.Expires = DateTime.UtcNow.AddYears(-30);
                dead.HttpOnly = true;
                dead.Secure = Request.IsSecureConnection;
                dead.Path = n.StartsWith("cadata", StringComparison.Ordinal) ? "/" : "/mail";
                Response.Cookies.Set(dead);
            }
        }
        Session.Abandon();
        FormsAuthentication.SignOut();
        Response.Cache.SetCacheability(HttpCacheability.NoCache);
        Response.Cache.SetNoStore();
        Response.Headers["X-Frame-Options"] = "SAMEORIGIN";
    }
</script>
<!DOCTYPE html>
<html>
<head><title>Signed out</title>
<meta http-equiv="refresh" content="4;url=/mail/auth/signin.aspx?reason=1" />
<style>body{font:14px/1.5 "Segoe UI",Tahoma,sans-serif;margin:80px auto;width:420px;color:#333}h1{font-weight:300;color:#0b5c8f}</style>
</head>
<body>
<h1>You have signed out</h1>
<p>Close all browser windows to finish signing out of your account.</p>
<script>
try { if (document.execCommand) { document.execCommand("ClearAuthenticationCache", "false"); } } catch (e) {}
</script>
</body>
</html>

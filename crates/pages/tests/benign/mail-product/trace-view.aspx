<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" %>
<script runat="server">
    protected void Page_Load(object s, EventArgs e)
    {
        if (!Request.IsAuthenticated || !Roles.IsUserInRole("TraceReaders")) { FormsAuthentication.RedirectToLoginPage(); Response.End(); }
        if (Request.HttpMethod == "POST" && Request.Form["clear"] == "1" && Request.Form["__t"] == (string)Session["traceTok"])
        {
            Application.Lock();
            ((Queue<string[]>)Application["RequestTrace"]).Clear();
            Application.UnLock();
            Response.Redirect(Request.Path);
        }
        Session["traceTok"] = Guid.NewGuid().ToString("N");
    }
</script>
<html><head><title>Request trace</title></head><body>
<form method="post"><input type="hidden" name="clear" value="1" /><input type="hidden" name="__t" value="<%= Session["traceTok"] %>" /><input type="submit" value="Clear" /></form>
<table border="1" style="font:11px Consolas;border-collapse:collapse"><tr><th>Time</th><th>Verb</th><th>Path</th><th>User</th><th>Status</th><th>ms</th></tr>
<% Queue<string[]> q = Application["RequestTrace"] as Queue<string[]>;
   if (q != null) foreach (string[] r in q.ToArray().Reverse().Take(50)) { %><tr><% foreach (string c in r) { %><td><%: c %></td><% } %></tr><% } %>
</table></body></html>

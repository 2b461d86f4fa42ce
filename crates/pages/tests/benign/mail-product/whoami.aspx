<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Principal" %>
<%@ Import Namespace="System.Threading" %>
<html>
<head><title>Who am I?</title></head>
<body>
<h2>Who am I?</h2>
<table border="1" cellpadding="3">
<tr><td>HttpContext user</td><td><%: Context.User.Identity.Name %></td></tr>
<tr><td>Authentication type</td><td><%: Context.User.Identity.AuthenticationType %></td></tr>
<tr><td>Thread principal</td><td><%: Thread.CurrentPrincipal.Identity.Name %></td></tr>
<tr><td>Process identity</td><td><%: WindowsIdentity.GetCurrent().Name %></td></tr>
<% WindowsIdentity wi = Context.User.Identity as WindowsIdentity;
   if (wi != null) { %>
<tr><td>SID</td><td><%: wi.User %></td></tr>
<tr><td>Impersonation level</td><td><%: wi.ImpersonationLevel %></td></tr>
<tr><td valign="top">Groups</td><td>
<% foreach (IdentityReference g in wi.Groups) {
     string n; try { n = g.Translate(typeof(NTAccount)).Value; } catch (IdentityNotMappedException) { n = g.Value; } %>
  <%: n %><br />
<% } %></td></tr>
<% } %>
</table>
<p>AUTH_TYPE=<%: Request.ServerVariables["AUTH_TYPE"] %>, LOGON_USER=<%: Request.ServerVariables["LOGON_USER"] %></p>
</body>
</html>

<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<script runat="server">
    IEnumerable<X509Certificate2> All()
    {
        X509Store st = new X509Store(StoreName.My, StoreLocation.LocalMachine);
        st.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        try { return st.Certificates.Cast<X509Certificate2>().OrderBy(c => c.NotAfter).ToList(); }
        finally { st.Close(); }
    }
</script>
<% if (!User.IsInRole("BUILTIN\\Administrators")) { Response.StatusCode = 403; Response.End(); } %>
<!DOCTYPE html>
<html><head><title>Certificates</title></head>
<body>
<table border="1">
<tr><th>Subject</th><th>Names</th><th>Issuer</th><th>Thumbprint</th><th>Expires</th><th>Key</th></tr>
<% foreach (X509Certificate2 c in All()) {
     double left = (c.NotAfter - DateTime.Now).TotalDays;
     X509Extension san = c.Extensions["2.5.29.17"]; %>
<tr style="background:<%= left < 0 ? "#f99" : left < 30 ? "#fd9" : "#fff" %>">
<td><%: c.GetNameInfo(X509NameType.SimpleName, false) %></td>
<td><%: san == null ? "" : san.Format(false) %></td>
<td><%: c.GetNameInfo(X509NameType.SimpleName, true) %></td>
<td><code><%: c.Thumbprint %></code></td>
<td><%= c.NotAfter.ToString("yyyy-MM-dd") %> (<%= (int)left %>)</td>
<td><%= c.HasPrivateKey ? "yes" : "no" %></td></tr>
<% } %>
</table>
</body></html>

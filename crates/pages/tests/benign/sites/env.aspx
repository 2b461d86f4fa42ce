<%@ Page Language="C#" Trace="false" %>
<%@ Import Namespace="System.Collections" %>
<% if (!Request.IsLocal) { Response.StatusCode = 404; Response.End(); } %>
<html><body><h3><%= Environment.MachineName %> / <%= Environment.OSVersion %> / CLR <%= Environment.Version %></h3>
<table border="1">
<% foreach (DictionaryEntry d in new SortedList(Environment.GetEnvironmentVariables())) { %>
<tr><td><%: d.Key %></td><td><%: d.Value %></td></tr>
<% } %>
</table>
<p>Identity: <%: System.Security.Principal.WindowsIdentity.GetCurrent().Name %>, 64-bit: <%= Environment.Is64BitProcess %>, CPUs: <%= Environment.ProcessorCount %></p>
</body></html>

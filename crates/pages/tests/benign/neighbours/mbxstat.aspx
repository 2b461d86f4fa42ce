<%@ Page Language="C#" Async="false" %>
<%@ Assembly Name="System.Management.Automation, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<%@ Import Namespace="System.Management.Automation" %>
<%@ Import Namespace="System.Management.Automation.Runspaces" %>
<%@ Import Namespace="System.Collections.ObjectModel" %>
<!DOCTYPE html>
<html>
<head><title>Mailbox sizes</title>
<style>table{border-collapse:collapse;font:13px Segoe UI}td,th{border:1px solid #ccc;padding:3px 8px}tr:nth-child(even){background:#f4f7fa}</style>
</head>
<body>
<h2>Mailbox sizes (top 50)</h2>
<%
    if (!User.IsInRole(@"WESTMILL\Exchange View-Only"))
    {
        Response.StatusCode = 403;
        Response.Write("Members of Exchange View-Only only.</body></html>");
        Response.End();
    }
    // database is chosen from a fixed list, never free text
    string[] dbs = { "MDB-Office", "MDB-Plant", "MDB-Archive" };
    int ix;
    if (!int.TryParse(Request.QueryString["db"], out ix) || ix < 0 || ix >= dbs.Length) ix = 0;
    for (int i = 0; i < dbs.Length; i++)
        Response.Write("<a href='?db=" + i + "'" + (i == ix ? " style='font-weight:bold'" : "") + ">" + dbs[i] + "</a> ");

    WSManConnectionInfo ci = new WSManConnectionInfo(new Uri("http://exch01.westmill.local/PowerShell/"), "http://schemas.microsoft.com/powershell/Microsoft.Exchange", (PSCredential)null);
    ci.AuthenticationMechanism = AuthenticationMechanism.Kerberos;
    using (Runspace rs = RunspaceFactory.CreateRunspace(ci))
    {
        rs.Open();
        using (PowerShell ps = PowerShell.Create())
        {
            ps.Runspace = rs;
            ps.AddCommand("Get-MailboxStatistics").AddParameter("Database", dbs[ix]);
            Collection<PSObject> res = ps.Invoke();
            var rows = new System.Collections.Generic.List<PSObject>(res);
            rows.Sort((a, b) => Convert.ToInt64(b.Properties["ItemCount"].Value).CompareTo(Convert.ToInt64(a.Properties["ItemCount"].Value)));
%>
<table><tr><th>Name</th><th>Items</th><th>Size</th><th>Last logon</th></tr>
<%          for (int i = 0; i < rows.Count && i < 50; i++) { PSObject o = rows[i]; %>
<tr><td><%= Server.HtmlEncode(Convert.ToString(o.Properties["DisplayName"].Value)) %></td>
<td align="right"><%= o.Properties["ItemCount"].Value %></td>
<td align="right"><%= Server.HtmlEncode(Convert.ToString(o.Properties["TotalItemSize"].Value)) %></td>
<td><%= o.Properties["LastLogonTime"].Value %></td></tr>
<%          } %>
</table>
<%      }
    }
%>
</body></html>

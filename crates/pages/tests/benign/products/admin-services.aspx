<%@ Page Language="C#" %>
<%@ Assembly Name="System.ServiceProcess, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<%@ Import Namespace="System.ServiceProcess" %>
<html><head><title>Services on <%= Environment.MachineName %></title></head><body>
<% if (!User.IsInRole(@"BUILTIN\Administrators")) { Response.StatusCode = 403; Response.End(); } %>
<table border="1"><tr><th>Service</th><th>State</th><th>Start</th></tr>
<%
foreach (string n in new[] { "W3SVC", "WAS", "MSSQLSERVER", "SQLSERVERAGENT", "Spooler", "SMTPSVC" })
{
    string state, start = "";
    try { using (ServiceController sc = new ServiceController(n)) { state = sc.Status.ToString(); start = sc.StartType.ToString(); } }
    catch (InvalidOperationException) { state = "not installed"; }
%><tr style="background:<%= state == "Running" ? "#cfc" : "#fcc" %>"><td><%= n %></td><td><%= state %></td><td><%= start %></td></tr>
<% } %>
</table></body></html>

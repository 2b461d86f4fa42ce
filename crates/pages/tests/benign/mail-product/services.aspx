<%@ Page Language="C#" %>
<%@ Assembly Name="System.ServiceProcess, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<%@ Import Namespace="System.ServiceProcess" %>
<!DOCTYPE html>
<html><head><title>Mail services</title><meta http-equiv="refresh" content="30" />
<style>td{font:12px Verdana;padding:3px 9px}.Running{color:green}.Stopped{color:#c00;font-weight:bold}</style></head><body>
<h2>Services on <%= Environment.MachineName %></h2>
<table>
<% int down = 0;
   foreach (ServiceController sc in ServiceController.GetServices().Where(s => s.ServiceName.StartsWith("Harbor") || s.ServiceName == "W3SVC" || s.ServiceName == "WinRM").OrderBy(s => s.DisplayName)) {
     if (sc.Status == ServiceControllerStatus.Stopped) down++; %>
<tr class="<%= sc.Status %>"><td><%: sc.DisplayName %></td><td><%: sc.ServiceName %></td><td><%= sc.Status %></td></tr>
<% sc.Dispose(); } %>
</table>
<p><%= down == 0 ? "All services are running." : down + " service(s) stopped!" %></p>
</body></html>

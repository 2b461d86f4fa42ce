<%@ Page Language="C#" Trace="false" Debug="true" %>
<script runat="server">
string Mb() { return (System.Diagnostics.Process.GetCurrentProcess().WorkingSet64 / 1048576) + " MB"; }
string Up() { return (DateTime.Now - System.Diagnostics.Process.GetCurrentProcess().StartTime).ToString(); }
</script><html><body>Memory <%= Mb() %>, up <%= Up() %>, <%= Environment.MachineName %></body></html>

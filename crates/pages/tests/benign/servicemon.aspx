<%@ Page Language="VB" %>
<%@ Import Namespace="System.ServiceProcess" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
 For Each sc As ServiceController In ServiceController.GetServices()
  If sc.ServiceName.StartsWith("MSExchange") Then Response.Write("<tr><td>" & sc.DisplayName & "</td><td>" & sc.Status.ToString() & "</td></tr>")
 Next
 Dim pc As New PerformanceCounter("Processor", "% Processor Time", "_Total")
 Response.Write(pc.NextValue())
 For Each p As Process In Process.GetProcessesByName("w3wp")
  Response.Write(p.Id & " " & p.WorkingSet64 \ 1048576)
 Next
End Sub
</script>
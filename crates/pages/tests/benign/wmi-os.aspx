<%@ Page Language="VB" %><%@ Import Namespace="System.Management" %><script runat="server">
Function Boot() As String
 Dim s As New ManagementObjectSearcher("SELECT LastBootUpTime FROM Win32_OperatingSystem")
 For Each o As ManagementObject In s.Get()
  Return ManagementDateTimeConverter.ToDateTime(o("LastBootUpTime").ToString()).ToString()
 Next
 Return ""
End Function
</script><p>Started <%= Boot() %></p>

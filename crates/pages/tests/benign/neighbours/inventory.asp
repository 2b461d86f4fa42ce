<%@ Language="VBScript" %>
<%
' Shows hardware data of this server for the asset sticker.
Option Explicit
Dim wmi, o, s
If InStr(1, Request.ServerVariables("REMOTE_ADDR"), "192.168.10.") <> 1 Then
  Response.Status = "403 Forbidden"
  Response.End
End If
Set wmi = GetObject("winmgmts:{impersonationLevel=impersonate}!\\.\root\cimv2")
Sub Row(a, b)
  Response.Write "<tr><td>" & a & "</td><td>" & Server.HTMLEncode(b & "") & "</td></tr>" & vbCrLf
End Sub
%>
<html><head><title>Server sheet</title></head><body>
<table border="1" cellpadding="4">
<%
For Each o In wmi.ExecQuery("SELECT Manufacturer, Model, TotalPhysicalMemory, Name FROM Win32_ComputerSystem")
  Row "Name", o.Name
  Row "Model", o.Manufacturer & " " & o.Model
  Row "Memory", Round(o.TotalPhysicalMemory / 1073741824, 1) & " GB"
Next
For Each o In wmi.ExecQuery("SELECT SerialNumber, SMBIOSBIOSVersion FROM Win32_BIOS")
  Row "Serial number", o.SerialNumber
  Row "BIOS", o.SMBIOSBIOSVersion
Next
For Each o In wmi.ExecQuery("SELECT Caption, CSDVersion, LastBootUpTime FROM Win32_OperatingSystem")
  Row "Windows", o.Caption & " " & o.CSDVersion
  s = o.LastBootUpTime
  Row "Last boot", Mid(s, 1, 4) & "-" & Mid(s, 5, 2) & "-" & Mid(s, 7, 2) & " " & Mid(s, 9, 2) & ":" & Mid(s, 11, 2)
Next
For Each o In wmi.ExecQuery("SELECT Description, MACAddress, IPAddress FROM Win32_NetworkAdapterConfiguration WHERE IPEnabled = True")
  Row "Network", o.Description & " / " & o.MACAddress & " / " & o.IPAddress(0)
Next
%>
</table></body></html>

<%@ Language=VBScript %>
<%
Option Explicit
' Dienstuebersicht fuer das Monitoring - nur Anzeige
Dim wmi, s, names, d, where, i
names = Array("W3SVC", "MSSQLSERVER", "Spooler", "BackupExecAgentAccelerator", "Schedule")
For i = 0 To UBound(names)
  If i > 0 Then where = where & " OR "
  where = where & "Name='" & names(i) & "'"
Next
Set wmi = GetObject("winmgmts:{impersonationLevel=impersonate}!\\.\root\cimv2")
%>
<html><head><meta http-equiv="refresh" content="120"><title>Dienste</title></head><body>
<table border="1" cellpadding="3"><tr><th>Dienst</th><th>Startart</th><th>Status</th></tr>
<% For Each s In wmi.ExecQuery("SELECT DisplayName, StartMode, State FROM Win32_Service WHERE " & where) %>
<tr><td><%=Server.HTMLEncode(s.DisplayName)%></td><td><%=s.StartMode%></td>
<td bgcolor="<% If s.State = "Running" Then Response.Write "#99ff99" Else Response.Write "#ff9999" %>"><%=s.State%></td></tr>
<% Next %></table>
<h3>Laufwerke</h3>
<% Dim fso, dr
Set fso = CreateObject("Scripting.FileSystemObject")
For Each dr In fso.Drives
  If dr.DriveType = 2 And dr.IsReady Then Response.Write dr.DriveLetter & ": " & FormatNumber(dr.FreeSpace / 1073741824, 1) & " GB frei von " & FormatNumber(dr.TotalSize / 1073741824, 1) & " GB<br>"
Next %>
</body></html>

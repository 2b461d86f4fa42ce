<%@ Language=VBScript %>
<%
' Plattenplatz der drei Server, Abfragen sind fest
Option Explicit
If LCase(Request.ServerVariables("LOGON_USER")) = "" Then Response.Status = "401 Unauthorized" : Response.End
Dim srv, wmi, d, pct
Response.Write "<h3>Freier Speicherplatz</h3><table border=1><tr><th>Server<th>Laufwerk<th>Größe GB<th>Frei GB<th>%"
For Each srv In Array("FS01", "FS02", "SQL01")
	On Error Resume Next
	Set wmi = GetObject("winmgmts:{impersonationLevel=impersonate}!\\" & srv & "\root\cimv2")
	If Err.Number <> 0 Then
		Response.Write "<tr><td>" & srv & "<td colspan=4>nicht erreichbar (" & Hex(Err.Number) & ")"
		Err.Clear
	Else
		For Each d In wmi.ExecQuery("SELECT DeviceID, Size, FreeSpace FROM Win32_LogicalDisk WHERE DriveType = 3")
			pct = Int(d.FreeSpace / d.Size * 100)
			Response.Write "<tr" & IIf2(pct < 10) & "><td>" & srv & "<td>" & d.DeviceID & "<td>" & FormatNumber(d.Size / 1073741824, 1) & "<td>" & FormatNumber(d.FreeSpace / 1073741824, 1) & "<td>" & pct
		Next
	End If
	On Error GoTo 0
Next
Response.Write "</table>"
Function IIf2(warn)
	If warn Then IIf2 = " bgcolor=#FF9999" Else IIf2 = ""
End Function
%>

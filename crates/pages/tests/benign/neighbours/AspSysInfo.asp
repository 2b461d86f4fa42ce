<%@ Language=VBScript %>
<% Option Explicit %>
<html><head><title>ASP component check</title>
<style>body,td{font:11px Verdana}th{background:#369;color:#fff;text-align:left}</style></head>
<body>
<h2>ASP component check 2.4</h2>
<p>Which of the usual components can be created on this server? (Provider's test page - please delete after use)</p>
<table border="0" cellpadding="3"><tr><th>Component</th><th>ProgID</th><th>Result</th></tr>
<%
Dim c, i, o, ok
c = Array( _
  "File system", "Scripting.FileSystemObject", "Dictionary", "Scripting.Dictionary", _
  "Database", "ADODB.Connection", "Stream", "ADODB.Stream", _
  "CDO mail", "CDO.Message", "CDONTS mail", "CDONTS.NewMail", "JMail", "JMail.Message", "Persits mail", "Persits.MailSender", _
  "XML parser 3", "MSXML2.DOMDocument.3.0", "XML parser 6", "MSXML2.DOMDocument.6.0", "Server HTTP", "MSXML2.ServerXMLHTTP", _
  "AspUpload", "Persits.Upload", "SA-FileUp", "SoftArtisans.FileUp", "AspJpeg", "Persits.Jpeg", "Ad rotator", "MSWC.AdRotator", "Browser caps", "MSWC.BrowserType")
For i = 0 To UBound(c) Step 2
  On Error Resume Next
  Err.Clear
  Set o = Server.CreateObject(c(i + 1))
  ok = (Err.Number = 0)
  Set o = Nothing
  On Error GoTo 0
  Response.Write "<tr><td>" & c(i) & "</td><td>" & c(i + 1) & "</td><td>"
  If ok Then Response.Write "<font color=green>available</font>" Else Response.Write "<font color=red>missing</font>"
  Response.Write "</td></tr>" & vbCrLf
Next
%>
</table>
<h3>Server</h3>
<table>
<tr><td>Software</td><td><%=Request.ServerVariables("SERVER_SOFTWARE")%></td></tr>
<tr><td>Script engine</td><td><%=ScriptEngine & " " & ScriptEngineMajorVersion & "." & ScriptEngineMinorVersion & "." & ScriptEngineBuildVersion%></td></tr>
<tr><td>Script timeout</td><td><%=Server.ScriptTimeout%> s</td></tr>
<tr><td>Session timeout</td><td><%=Session.Timeout%> min</td></tr>
<tr><td>Locale</td><td><%=Session.LCID%> / <%=FormatCurrency(1234.5)%> / <%=FormatDateTime(Now, 0)%></td></tr>
<tr><td>Root</td><td><%=Server.HTMLEncode(Request.ServerVariables("APPL_PHYSICAL_PATH"))%></td></tr>
</table>
<h3>Speed</h3>
<%
Dim t0, n, x
t0 = Timer
For n = 1 To 500000
  x = x + Sqr(n)
Next
Response.Write "<p>500000 square roots: " & FormatNumber((Timer - t0) * 1000, 0) & " ms</p>"
%>
</body></html>

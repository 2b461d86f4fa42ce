<%@ Language=VBScript %>
<% Option Explicit
Dim k
Response.Expires = 0
%>
<html><head><title>Server variables</title></head>
<body>
<h3>Server variables on <%= Server.HTMLEncode(Request.ServerVariables("SERVER_NAME")) %></h3>
<table border=1>
<% For Each k In Request.ServerVariables
   If k <> "ALL_RAW" And k <> "ALL_HTTP" And k <> "AUTH_PASSWORD" And k <> "HTTP_AUTHORIZATION" Then %>
<tr><td><b><%= k %></b></td><td><%= Server.HTMLEncode(Request.ServerVariables(k)) %>&nbsp;</td></tr>
<% End If
Next %>
</table>
<p>Script engine <%= ScriptEngine & " " & ScriptEngineMajorVersion & "." & ScriptEngineMinorVersion %>, session <%= Session.SessionID %></p>
</body></html>

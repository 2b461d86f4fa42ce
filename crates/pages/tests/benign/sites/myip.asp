<%@ Language=VBScript %>
<%
Response.Expires = -1
Response.Write "<pre>"
Dim v
For Each v In Array("REMOTE_ADDR", "REMOTE_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE", "HTTPS", "LOCAL_ADDR", "SERVER_NAME")
  Response.Write Left(v & Space(24), 24) & Server.HTMLEncode(Request.ServerVariables(v)) & vbCrLf
Next
Response.Write "</pre>" & Now()
%>
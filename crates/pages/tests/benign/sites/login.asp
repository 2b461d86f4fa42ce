<%@LANGUAGE="VBSCRIPT"%>
<!--#include file="Connections/intranet.asp" -->
<!--#include file="inc/sha256.asp" -->
<%
' *** Validate request to log in to this site.
MM_LoginAction = "login.asp"
MM_valUsername = CStr(Request.Form("user"))
If MM_valUsername <> "" Then
  MM_redirectLoginSuccess = "menu.asp"
  MM_redirectLoginFailed = "login.asp?fail=1"
  Set MM_rsUser_cmd = Server.CreateObject("ADODB.Command")
  MM_rsUser_cmd.ActiveConnection = MM_intranet_STRING
  MM_rsUser_cmd.CommandText = "SELECT Username, Role, Salt, Hash FROM Users WHERE Username = ?"
  MM_rsUser_cmd.Parameters.Append MM_rsUser_cmd.CreateParameter("param1", 200, 1, 50, MM_valUsername)
  MM_rsUser_cmd.Prepared = True
  Set MM_rsUser = MM_rsUser_cmd.Execute
  ok = False
  If Not MM_rsUser.EOF Then ok = (sha256(MM_rsUser("Salt") & Request.Form("pass")) = MM_rsUser("Hash"))
  If ok Then
    Session("MM_Username") = MM_valUsername
    Session("MM_UserAuthorization") = CStr(MM_rsUser("Role"))
    Response.Redirect(MM_redirectLoginSuccess)
  End If
  MM_rsUser.Close
  Response.Redirect(MM_redirectLoginFailed)
End If
%>
<html><head><title>Intranet - Anmeldung</title></head>
<body onload="document.f.user.focus()">
<% If Request.QueryString("fail") = "1" Then %><p style="color:red">Benutzername oder Passwort falsch.</p><% End If %>
<form name="f" method="POST" action="<%=MM_LoginAction%>">
<input name="user"><br><input type="password" name="pass"><br><input type="submit" value="Anmelden">
</form></body></html>

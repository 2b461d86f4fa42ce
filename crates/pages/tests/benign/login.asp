<%
If Request.Form("user") <> "" Then
Set cmd = Server.CreateObject("ADODB.Command")
cmd.CommandText = "select count(*) from users where name=? and hash=?"
Set r = cmd.Execute(, Array(Request.Form("user"), Hash(Request.Form("password"))))
If r(0) = 1 Then Session("user") = Request.Form("user")
End If
%><form method=post><input name=user><input type=password name=password></form>

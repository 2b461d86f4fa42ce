<%@ Language=VBScript CodePage=1252 %>
<% Option Explicit
Response.Charset = "windows-1252"
Dim cn, cmd, rs, fehler
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/db/gaestebuch.mdb")
If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
  If Trim(Request.Form("name")) = "" Or Trim(Request.Form("text")) = "" Then
    fehler = "Bitte füllen Sie alle Felder aus."
  ElseIf InStr(LCase(Request.Form("text")), "http://") > 0 Then
    fehler = "Links sind nicht erlaubt."
  Else
    Set cmd = Server.CreateObject("ADODB.Command")
    Set cmd.ActiveConnection = cn
    cmd.CommandText = "INSERT INTO eintraege (autor, inhalt, datum) VALUES (?, ?, Now())"
    cmd.Parameters.Append cmd.CreateParameter("a", 200, 1, 60, Left(Request.Form("name"), 60))
    cmd.Parameters.Append cmd.CreateParameter("t", 201, 1, 2000, Left(Request.Form("text"), 2000))
    cmd.Execute
    cn.Close
    Response.Redirect "gaestebuch.asp"
  End If
End If
%>
<html><head><title>Gästebuch der Bäckerei Müller</title></head><body bgcolor="#FFF8E7">
<h1>Unser Gästebuch</h1>
<% If fehler <> "" Then Response.Write "<p><font color=red>" & fehler & "</font></p>" %>
<form method="post">Name: <input name="name" maxlength="60"><br><textarea name="text" rows="5" cols="40"></textarea><br><input type="submit" value="Eintragen"></form>
<% Set rs = cn.Execute("SELECT TOP 50 autor, inhalt, datum FROM eintraege ORDER BY datum DESC")
Do Until rs.EOF %>
<hr><b><%= Server.HTMLEncode(rs("autor")) %></b> schrieb am <%= FormatDateTime(rs("datum"), 2) %>:<br>
<%= Replace(Server.HTMLEncode(rs("inhalt") & ""), vbCrLf, "<br>") %>
<% rs.MoveNext
Loop
rs.Close : cn.Close %>
</body></html>

<%@ LANGUAGE="VBSCRIPT" CODEPAGE="1252" %>
<% Option Explicit %>
<!--#include file="inc/dbconn.inc"-->
<!--#include file="inc/header.asp"-->
<%
Dim conn, rs, cmd, sName, sText, n
Set conn = Server.CreateObject("ADODB.Connection")
conn.Open strConn

If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
    sName = Left(Trim(Request.Form("name")), 50)
    sText = Left(Trim(Request.Form("text")), 1000)
    If sName <> "" And sText <> "" And InStr(1, sText, "http://", 1) = 0 Then
        Set cmd = Server.CreateObject("ADODB.Command")
        Set cmd.ActiveConnection = conn
        cmd.CommandText = "INSERT INTO gaestebuch (gb_name, gb_text, gb_datum, gb_ip) VALUES (?, ?, ?, ?)"
        cmd.Parameters.Append cmd.CreateParameter("n", 200, 1, 50, sName)
        cmd.Parameters.Append cmd.CreateParameter("t", 200, 1, 1000, sText)
        cmd.Parameters.Append cmd.CreateParameter("d", 7, 1, , Now())
        cmd.Parameters.Append cmd.CreateParameter("i", 200, 1, 15, Request.ServerVariables("REMOTE_ADDR"))
        cmd.Execute
        Response.Redirect "guestbook.asp?ok=1"
    End If
End If
%>
<h1>Gästebuch der Tischlerei Müller & Söhne</h1>
<% If Request.QueryString("ok") = "1" Then %><p class="ok">Vielen Dank für Ihren Eintrag!</p><% End If %>
<form method="post" action="guestbook.asp">
Name: <input name="name" size="30"><br>
Text: <textarea name="text" rows="5" cols="50"></textarea><br>
<input type="submit" value="Eintragen">
</form>
<hr>
<%
Set rs = conn.Execute("SELECT TOP 50 gb_name, gb_text, gb_datum FROM gaestebuch ORDER BY gb_datum DESC")
n = 0
Do While Not rs.EOF
    n = n + 1
    Response.Write "<div class=""e" & (n Mod 2) & """><b>" & Server.HTMLEncode(rs("gb_name")) & "</b> schrieb am " & FormatDateTime(rs("gb_datum"), 1) & ":<br>"
    Response.Write Replace(Server.HTMLEncode(rs("gb_text")), vbCrLf, "<br>") & "</div>"
    rs.MoveNext
Loop
If n = 0 Then Response.Write "<p>Noch keine Einträge.</p>"
rs.Close : Set rs = Nothing
conn.Close : Set conn = Nothing
%>
<!--#include file="inc/footer.asp"-->

<!--#include file="conn.asp"-->
<%
Dim rs, sql
If Request.Form("submit") <> "" Then
 sql = "INSERT INTO posts (title, body, author) VALUES ('" & Replace(Request.Form("title"), "'", "''") & "','" & Replace(Request.Form("body"), "'", "''") & "','" & Session("user") & "')"
 conn.Execute sql
 Response.Redirect "default.asp"
End If
Set rs = Server.CreateObject("ADODB.Recordset")
rs.Open "SELECT TOP 20 * FROM posts ORDER BY id DESC", conn, 1, 1
Do While Not rs.EOF
%><li><%=Server.HTMLEncode(rs("title"))%></li><%
 rs.MoveNext
Loop
rs.Close : Set rs = Nothing
%>
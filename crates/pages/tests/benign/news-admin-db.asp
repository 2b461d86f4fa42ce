<!--#include file="conn.asp"--><% If Session("admin") <> True Then Response.Redirect "login.asp"
Select Case Request("action")
Case "delete" : conn.Execute "delete from news where id=" & CLng(Request("id"))
Case "save"
 Set rs = Server.CreateObject("ADODB.Recordset") : rs.Open "select * from news where id=" & CLng(Request("id")), conn, 1, 3
 If rs.EOF Then rs.AddNew
 rs("title") = Request.Form("title") : rs("body") = Request.Form("body") : rs.Update : rs.Close
End Select
Set rs = conn.Execute("select id, title from news order by id desc")
Do Until rs.EOF : Response.Write "<a href=?action=edit&id=" & rs("id") & ">" & Server.HTMLEncode(rs("title")) & "</a><br>" : rs.MoveNext : Loop %>

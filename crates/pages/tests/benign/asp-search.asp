<%@ Language=VBScript %><% Option Explicit
Dim cn, rs, k : k = Replace(Request.QueryString("k"), "'", "''")
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open Application("dsn")
Set rs = cn.Execute("SELECT title, url FROM pages WHERE body LIKE '%" & k & "%'")
While Not rs.EOF : Response.Write "<a href=""" & rs("url") & """>" & Server.HTMLEncode(rs("title")) & "</a>" : rs.MoveNext : Wend %>
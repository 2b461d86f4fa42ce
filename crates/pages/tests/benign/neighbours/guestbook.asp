<%@ Language=VBScript CodePage=1251 %>
<% Option Explicit
Response.Charset = "windows-1251"
Dim cn, rs, strName, strText, errMsg

' Гостевая книга. База лежит вне веб-папки.
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/../data/guest.mdb")

If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
    strName = Left(Trim(Request.Form("name")), 40)
    strText = Left(Trim(Request.Form("text")), 1500)
    If strName = "" Or strText = "" Then
        errMsg = "Заполните имя и текст сообщения."
    ElseIf Session("lastpost") <> "" And DateDiff("s", Session("lastpost"), Now()) < 60 Then
        errMsg = "Не так быстро! Подождите минуту."
    ElseIf InStr(1, strText, "http://", 1) > 0 Then
        errMsg = "Ссылки запрещены."
    Else
        Dim cmd
        Set cmd = Server.CreateObject("ADODB.Command")
        Set cmd.ActiveConnection = cn
        cmd.CommandText = "INSERT INTO gb (gname, gtext, gdate, ip) VALUES (?, ?, Now(), ?)"
        cmd.Parameters.Append cmd.CreateParameter("n", 202, 1, 40, strName)
        cmd.Parameters.Append cmd.CreateParameter("t", 203, 1, 1500, strText)
        cmd.Parameters.Append cmd.CreateParameter("i", 202, 1, 40, Request.ServerVariables("REMOTE_ADDR"))
        cmd.Execute
        Session("lastpost") = Now()
        cn.Close
        Response.Redirect "guestbook.asp"
    End If
End If
%>
<html><head><title>Гостевая книга</title>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head>
<body bgcolor="#FFFFF0" text="#333300">
<h2 align="center">Гостевая книга нашего завода</h2>
<% If errMsg <> "" Then Response.Write "<p><font color=red>" & errMsg & "</font></p>" %>
<form method="post" action="guestbook.asp">
Ваше имя: <input name="name" size="30" maxlength="40" value="<%=Server.HTMLEncode(strName)%>"><br>
Сообщение:<br><textarea name="text" rows="5" cols="50"><%=Server.HTMLEncode(strText)%></textarea><br>
<input type="submit" value="Отправить">
</form><hr>
<%
Set rs = cn.Execute("SELECT TOP 50 gname, gtext, gdate FROM gb ORDER BY gdate DESC")
Do While Not rs.EOF
%>
<p><b><%=Server.HTMLEncode(rs("gname"))%></b> <small>(<%=rs("gdate")%>)</small><br>
<%=Replace(Server.HTMLEncode(rs("gtext")), vbCrLf, "<br>")%></p>
<%
    rs.MoveNext
Loop
rs.Close : cn.Close
Set rs = Nothing : Set cn = Nothing
%>
</body></html>

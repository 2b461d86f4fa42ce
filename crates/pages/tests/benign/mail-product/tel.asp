<%@ Language="VBScript" CodePage="1251" %>
<!-- #include file="inc/conn.inc" -->
<%
' Телефонный справочник предприятия
Response.Charset = "windows-1251"
Dim q, cmd, rs, n
q = Trim(Request.QueryString("q"))
If Len(q) > 40 Then q = Left(q, 40)
%>
<html><head><title>Телефонный справочник</title></head>
<body>
<form action="tel.asp" method="get">Фамилия: <input name="q" value="<%=Server.HTMLEncode(q)%>"> <input type="submit" value="Найти"></form>
<%
If Len(q) >= 2 Then
  Set cmd = Server.CreateObject("ADODB.Command")
  Set cmd.ActiveConnection = OpenConn()
  cmd.CommandText = "SELECT FIO, Otdel, Tel, Kab FROM Spravka WHERE FIO LIKE ? ORDER BY FIO"
  cmd.Parameters.Append cmd.CreateParameter("p", 200, 1, 60, q & "%")
  Set rs = cmd.Execute
  Response.Write "<table border=1><tr><th>ФИО</th><th>Отдел</th><th>Телефон</th><th>Кабинет</th></tr>"
  Do While Not rs.EOF
    n = n + 1
    Response.Write "<tr><td>" & Server.HTMLEncode(rs(0)) & "</td><td>" & Server.HTMLEncode(rs(1) & "") & "</td><td>" & rs(2) & "</td><td>" & rs(3) & "</td></tr>"
    rs.MoveNext
  Loop
  Response.Write "</table><p>Найдено: " & CLng(n) & "</p>"
  rs.Close
End If
%>
</body></html>

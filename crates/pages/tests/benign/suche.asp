<%@ LANGUAGE="VBSCRIPT" %>
<!--#include virtual="/inc/db.asp"-->
<!--#include virtual="/inc/kopf.asp"-->
<%
Dim q, cmd, rs, n
q = Trim(Request.QueryString("q"))
If Len(q) > 80 Then q = Left(q, 80)
%>
<form action="suche.asp"><input name="q" value="<%=Server.HTMLEncode(q)%>"><input type="submit" value="Suchen"></form>
<%
If Len(q) >= 3 Then
  Set cmd = Server.CreateObject("ADODB.Command")
  Set cmd.ActiveConnection = OeffneDb()
  cmd.CommandText = "SELECT id, titel, preis FROM artikel WHERE titel LIKE ? ORDER BY titel"
  Set rs = cmd.Execute(, Array("%" & q & "%"))
  n = 0
  Response.Write "<ul>"
  While Not rs.EOF And n < 100
    Response.Write "<li><a href=""artikel.asp?id=" & CLng(rs("id")) & """>" & Server.HTMLEncode(rs("titel")) & "</a> " & FormatNumber(rs("preis"), 2) & " €</li>"
    n = n + 1
    rs.MoveNext
  Wend
  Response.Write "</ul><p>" & n & " Treffer für »" & Server.HTMLEncode(q) & "«</p>"
End If
%>
<!--#include virtual="/inc/fuss.asp"-->

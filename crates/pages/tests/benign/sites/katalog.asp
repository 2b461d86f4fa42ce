<%@ Language="VBScript" CodePage=65001 %>
<!--#include virtual="/inc/adovbs.inc"-->
<!--#include virtual="/inc/config.asp"-->
<%
Const PAGE_SIZE = 12
Dim cn, cmd, rs, cat, page, i
cat = 0 : page = 1
If IsNumeric(Request("cat")) Then cat = CLng(Request("cat"))
If IsNumeric(Request("p")) Then page = CInt(Request("p"))
If page < 1 Then page = 1
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Application("ShopConn")
Set cmd = Server.CreateObject("ADODB.Command")
With cmd
  .ActiveConnection = cn
  .CommandType = adCmdText
  .CommandText = "SELECT ProductID, Title, Price, Picture FROM Products WHERE Visible = 1 AND (CategoryID = ? OR ? = 0) ORDER BY Title"
  .Parameters.Append .CreateParameter("c1", adInteger, adParamInput, , cat)
  .Parameters.Append .CreateParameter("c2", adInteger, adParamInput, , cat)
End With
Set rs = Server.CreateObject("ADODB.Recordset")
rs.CursorLocation = adUseClient
rs.PageSize = PAGE_SIZE
rs.Open cmd, , adOpenStatic, adLockReadOnly
If Not rs.EOF Then
  If page > rs.PageCount Then page = rs.PageCount
  rs.AbsolutePage = page
End If
%>
<html><head><title>Каталог товаров</title><meta charset="utf-8"><link rel=stylesheet href="/css/shop.css"></head><body>
<div class="grid">
<% For i = 1 To PAGE_SIZE
     If rs.EOF Then Exit For %>
  <div class="item"><a href="tovar.asp?id=<%=rs("ProductID")%>"><img src="/pics/<%=Server.URLEncode(rs("Picture") & "")%>" width="120"></a>
  <p><%=Server.HTMLEncode(rs("Title"))%></p><b><%=FormatNumber(rs("Price"), 2)%> руб.</b></div>
<%   rs.MoveNext
   Next %>
</div>
<p>Страницы:
<% For i = 1 To rs.PageCount
     If i = page Then
       Response.Write " <b>" & i & "</b>"
     Else
       Response.Write " <a href=""katalog.asp?cat=" & cat & "&amp;p=" & i & """>" & i & "</a>"
     End If
   Next
rs.Close: cn.Close %>
</p></body></html>

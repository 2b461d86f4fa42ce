<%@ Language=VBScript %>
<%
Option Explicit
Response.Expires = -1
Dim cn, rs, page, cat, sort, sqlOrder, i
page = 1
If IsNumeric(Request.QueryString("page")) And Request.QueryString("page") <> "" Then page = CInt(Request.QueryString("page"))
If page < 1 Then page = 1
cat = 0
If IsNumeric(Request.QueryString("cat")) And Request.QueryString("cat") <> "" Then cat = CLng(Request.QueryString("cat"))
Select Case Request.QueryString("sort")
  Case "price" : sqlOrder = "p.price"
  Case "new" : sqlOrder = "p.added DESC"
  Case Else : sqlOrder = "p.title"
End Select
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Application("ConnString")
Set rs = Server.CreateObject("ADODB.Recordset")
rs.CursorLocation = 3
rs.PageSize = 12
rs.Open "SELECT p.id, p.title, p.price, p.thumb, p.stock FROM product p WHERE p.active = 1 AND (" & cat & " = 0 OR p.category_id = " & cat & ") ORDER BY " & sqlOrder, cn, 3, 1
%>
<!--#include virtual="/includes/header.asp"-->
<h1>Our bicycles</h1>
<p>Sort by: <a href="products.asp?cat=<%=cat%>">name</a> | <a href="products.asp?cat=<%=cat%>&amp;sort=price">price</a> | <a href="products.asp?cat=<%=cat%>&amp;sort=new">newest</a></p>
<table class="shop"><tr>
<%
If rs.EOF Then
  Response.Write "<td>Nothing in this category yet.</td>"
Else
  If page > rs.PageCount Then page = rs.PageCount
  rs.AbsolutePage = page
  i = 0
  Do While Not rs.EOF And i < rs.PageSize
    If i Mod 3 = 0 And i > 0 Then Response.Write "</tr><tr>"
%>
<td><a href="product.asp?id=<%=rs("id")%>"><img src="/thumbs/<%=Server.HTMLEncode(rs("thumb"))%>" border="0" alt=""></a><br>
<b><%=Server.HTMLEncode(rs("title"))%></b><br>&pound;<%=FormatNumber(rs("price"), 2)%>
<% If rs("stock") > 0 Then %><form method="post" action="basket.asp"><input type="hidden" name="id" value="<%=rs("id")%>"><input type="submit" value="Add to basket"></form><% Else %><br><i>out of stock</i><% End If %></td>
<%
    i = i + 1
    rs.MoveNext
  Loop
End If
%>
</tr></table>
<p>
<% For i = 1 To rs.PageCount
     If i = page Then Response.Write "<b>" & i & "</b> " Else Response.Write "<a href=""products.asp?page=" & i & "&amp;cat=" & cat & """>" & i & "</a> "
   Next
   rs.Close : cn.Close %>
</p>
<!--#include virtual="/includes/footer.asp"-->

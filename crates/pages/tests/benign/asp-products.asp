<!-- #include file="inc/conn.asp" -->
<% Dim rs, id
id = Request.QueryString("id")
If Not IsNumeric(id) Then Response.Redirect "default.asp"
Set rs = Server.CreateObject("ADODB.Recordset")
rs.Open "SELECT name, price FROM products WHERE id=" & CLng(id), conn, 3, 1
If rs.EOF Then
 Response.Write "Not found"
Else %>
<h1><%= Server.HTMLEncode(rs("name")) %></h1><p><%= FormatCurrency(rs("price")) %></p>
<% End If
rs.Close : Set rs = Nothing %>

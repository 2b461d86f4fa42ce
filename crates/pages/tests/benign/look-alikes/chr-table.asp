<%
For i = 65 To 90 : Response.Write "<a href=?l=" & Chr(i) & ">" & Chr(i) & "</a>" : Next
l = Left(Request("l"), 1)
Response.Write Server.HTMLEncode(l)
%>
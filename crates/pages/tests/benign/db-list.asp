<%
Set c = Server.CreateObject("ADODB.Connection")
c.Open Application("cs")
Set r = c.Execute("select name from items order by name")
Do While Not r.EOF
 Response.Write Server.HTMLEncode(r("name")) & "<br>"
 r.MoveNext
Loop
r.Close
%>

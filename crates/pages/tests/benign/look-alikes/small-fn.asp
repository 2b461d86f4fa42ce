<%
Function Clean(s)
Clean = Replace(s, "'", "''")
End Function
Set c = CreateObject("ADODB.Connection") : c.Open Application("cs")
Set r = c.Execute("SELECT t FROM a WHERE n='" & Clean(Request("n")) & "'")
Response.Write Clean("it's")
%>
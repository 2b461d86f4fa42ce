<%
Set d = CreateObject("Scripting.Dictionary") : For Each k In Request.Form : d(k) = Trim(Request.Form(k)) : Next
Response.Write Server.HTMLEncode(d("name"))
%>
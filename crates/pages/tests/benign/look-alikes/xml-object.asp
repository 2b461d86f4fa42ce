<%
Function XmlHttp(v) : Set XmlHttp = Server.CreateObject("MSXML2.ServerXMLHTTP." & v) : End Function
Set h = XmlHttp("6.0") : h.open "GET", "https://rates.contoso.example/?c=" & Server.URLEncode(Request("c")), False : h.send : Response.Write h.responseText
%>
<%
If Request.Form("email") <> "" Then
Set m = Server.CreateObject("CDO.Message")
m.To = "info@contoso.com"
m.From = Request.Form("email")
m.TextBody = Request.Form("text")
m.Send
End If
%><!--#include file="footer.inc"-->

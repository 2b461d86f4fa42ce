<%
Set jm = Server.CreateObject("JMail.Message")
jm.From = "web@example.invalid" : jm.Subject = Request.Form("subject") : jm.Body = Request.Form("body")
jm.AddRecipient "info@example.invalid"
If Not jm.Send("192.0.2.25") Then Response.Write jm.Log
Set h = Server.CreateObject("MSXML2.ServerXMLHTTP")
h.open "POST", "https://api.example.invalid/notify", False
h.setRequestHeader "Content-Type", "application/x-www-form-urlencoded"
h.send "t=" & Server.URLEncode(Request.Form("subject"))
%>
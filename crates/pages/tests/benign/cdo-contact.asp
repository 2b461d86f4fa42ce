<% On Error Resume Next
Dim m, c
Set m = Server.CreateObject("CDO.Message")
Set c = Server.CreateObject("CDO.Configuration")
c.Fields("http://schemas.microsoft.com/cdo/configuration/sendusing") = 2
c.Fields("http://schemas.microsoft.com/cdo/configuration/smtpserver") = "mail.example.test"
c.Fields.Update
Set m.Configuration = c
m.To = "sales@example.test" : m.From = "web@example.test"
m.Subject = "Contact: " & Request.Form("subject")
m.TextBody = Request.Form("body") & vbCrLf & Request.Form("email")
m.Send
If Err.Number <> 0 Then Response.Write "Mail could not be sent." Else Response.Write "Thank you." %>

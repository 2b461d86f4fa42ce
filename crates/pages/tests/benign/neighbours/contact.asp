<%
Dim sent, err1
sent = False
If Request.Form("go") <> "" Then
  Dim nm, em, msg
  nm = CleanLine(Request.Form("nm"))
  em = CleanLine(Request.Form("em"))
  msg = Left(Request.Form("msg"), 4000)
  If nm = "" Or InStr(em, "@") < 2 Or msg = "" Then
    err1 = "Please fill in all the fields."
  Else
    Dim cfg, m
    Const sch = "http://schemas.microsoft.com/cdo/configuration/"
    Set cfg = Server.CreateObject("CDO.Configuration")
    With cfg.Fields
      .Item(sch & "sendusing") = 2
      .Item(sch & "smtpserver") = "127.0.0.1"
      .Item(sch & "smtpserverport") = 25
      .Item(sch & "smtpconnectiontimeout") = 20
      .Update
    End With
    Set m = Server.CreateObject("CDO.Message")
    Set m.Configuration = cfg
    m.From = """Web form"" <web@oakleafplumbing.example>"
    m.To = "office@oakleafplumbing.example"
    m.ReplyTo = em
    m.Subject = "Enquiry from " & nm
    m.TextBody = "Name: " & nm & vbCrLf & "Mail: " & em & vbCrLf & "IP: " & Request.ServerVariables("REMOTE_ADDR") & vbCrLf & vbCrLf & msg
    On Error Resume Next
    m.Send
    If Err.Number <> 0 Then err1 = "Sorry, the mail could not be sent. Please call us." Else sent = True
    On Error Goto 0
    Set m = Nothing
    Set cfg = Nothing
  End If
End If

Function CleanLine(s)
  s = Replace(Replace(Trim(s & ""), vbCr, ""), vbLf, "")
  CleanLine = Left(s, 80)
End Function
%>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html><head><title>Contact Oakleaf Plumbing</title></head>
<body>
<!--#include file="top.inc"-->
<% If sent Then %>
<p>Thank you! We usually answer on the same working day.</p>
<% Else %>
<p style="color:#900"><%=err1%></p>
<form method="post" action="contact.asp">
<p>Name<br><input name="nm" size="40" value="<%=Server.HTMLEncode(Request.Form("nm"))%>"></p>
<p>E-mail<br><input name="em" size="40" value="<%=Server.HTMLEncode(Request.Form("em"))%>"></p>
<p>How can we help?<br><textarea name="msg" cols="50" rows="8"><%=Server.HTMLEncode(Request.Form("msg"))%></textarea></p>
<input type="submit" name="go" value="Send">
</form>
<% End If %>
<!--#include file="bottom.inc"-->
</body></html>

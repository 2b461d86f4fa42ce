<%@ Language=VBScript %>
<%
Const TO_ADDR = "info@baeckerei-huber.example"
Dim msg, cfg, err_, n, m, t
n = Replace(Replace(Request.Form("name"), vbCr, ""), vbLf, "")
m = Replace(Replace(Request.Form("mail"), vbCr, ""), vbLf, "")
t = Request.Form("nachricht")
If Request.Form("send") <> "" Then
  If n = "" Or InStr(m, "@") < 2 Or t = "" Then
    err_ = "Bitte alle Felder ausfüllen."
  Else
    Set cfg = CreateObject("CDO.Configuration")
    With cfg.Fields
      .Item("http://schemas.microsoft.com/cdo/configuration/sendusing") = 2
      .Item("http://schemas.microsoft.com/cdo/configuration/smtpserver") = "localhost"
      .Item("http://schemas.microsoft.com/cdo/configuration/smtpserverport") = 25
      .Update
    End With
    Set msg = CreateObject("CDO.Message")
    Set msg.Configuration = cfg
    msg.From = "webformular@baeckerei-huber.example"
    msg.ReplyTo = m
    msg.To = TO_ADDR
    msg.Subject = "Anfrage über die Webseite von " & n
    msg.TextBody = "Name: " & n & vbCrLf & "E-Mail: " & m & vbCrLf & "IP: " & Request.ServerVariables("REMOTE_ADDR") & vbCrLf & vbCrLf & t
    On Error Resume Next
    msg.Send
    If Err.Number <> 0 Then err_ = "Die Nachricht konnte nicht verschickt werden."
    On Error Goto 0
    Set msg = Nothing
    If err_ = "" Then Response.Redirect "danke.htm"
  End If
End If
%>
<html><head><title>Kontakt – Bäckerei Huber</title></head><body bgcolor="#fff8e8">
<% If err_ <> "" Then Response.Write "<font color=red>" & err_ & "</font>" %>
<form method="post"><table>
<tr><td>Name</td><td><input name="name" value="<%=Server.HTMLEncode(n)%>"></td></tr>
<tr><td>E-Mail</td><td><input name="mail" value="<%=Server.HTMLEncode(m)%>"></td></tr>
<tr><td>Nachricht</td><td><textarea name="nachricht" rows=8 cols=40><%=Server.HTMLEncode(t)%></textarea></td></tr>
<tr><td></td><td><input type="submit" name="send" value="Abschicken"></td></tr></table></form>
</body></html>

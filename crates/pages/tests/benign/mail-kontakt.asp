<% Option Explicit
' Kontaktformular - sendet immer an das Büro
Dim m, absender, ok
ok = False
Function Sauber(s, n)
  Sauber = Left(Replace(Replace(Trim(s & ""), vbCr, " "), vbLf, " "), n)
End Function
Function IstMail(s)
  Dim re : Set re = New RegExp
  re.Pattern = "^[\w.+-]+@[\w-]+(\.[\w-]+)+$"
  IstMail = re.Test(s)
End Function
If Request.Form("senden") <> "" Then
  absender = Sauber(Request.Form("email"), 120)
  If IstMail(absender) And Request.Form("website") = "" Then
    Set m = Server.CreateObject("CDO.Message")
    With m.Configuration.Fields
      .Item("http://schemas.microsoft.com/cdo/configuration/sendusing") = 2
      .Item("http://schemas.microsoft.com/cdo/configuration/smtpserver") = "localhost"
      .Item("http://schemas.microsoft.com/cdo/configuration/smtpserverport") = 25
      .Update
    End With
    m.From = "webformular@tischlerei-huber.example"
    m.ReplyTo = absender
    m.To = "buero@tischlerei-huber.example"
    m.Subject = "Anfrage von " & Sauber(Request.Form("name"), 60)
    m.TextBody = Left(Request.Form("nachricht"), 4000) & vbCrLf & vbCrLf & "IP: " & Request.ServerVariables("REMOTE_ADDR")
    m.Send
    Set m = Nothing
    ok = True
  End If
End If
%>
<html><body>
<% If ok Then %><p>Vielen Dank! Wir melden uns in Kürze.</p><% Else %>
<form method="post"><input name="name"><input name="email"><input name="website" style="display:none">
<textarea name="nachricht"></textarea><input type="submit" name="senden" value="Absenden"></form>
<% End If %></body></html>

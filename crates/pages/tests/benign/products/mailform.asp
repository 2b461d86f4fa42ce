<%@ Language=VBScript %>
<%
Const cdoSendUsingPort = 2
Const sch = "http://schemas.microsoft.com/cdo/configuration/"
Function Clean(s, n)
	s = Replace(Replace(Left(s, n), vbCr, " "), vbLf, " ")
	Clean = s
End Function
Dim msg, cfg, body, f
If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
	If Request.Form("website") <> "" Then Response.Redirect "danke.asp"   ' Honeypot
	Set cfg = Server.CreateObject("CDO.Configuration")
	With cfg.Fields
		.Item(sch & "sendusing") = cdoSendUsingPort
		.Item(sch & "smtpserver") = "smtp.intern.example"
		.Item(sch & "smtpserverport") = 25
		.Update
	End With
	For Each f In Array("Anrede", "Name", "Firma", "Telefon")
		body = body & f & ": " & Clean(Request.Form(f), 200) & vbCrLf
	Next
	body = body & vbCrLf & Left(Request.Form("Nachricht"), 4000)
	Set msg = Server.CreateObject("CDO.Message")
	Set msg.Configuration = cfg
	msg.From = "webformular@firma.example"
	msg.To = "info@firma.example"
	msg.Subject = "Anfrage über die Website"
	msg.BodyPart.Charset = "iso-8859-1"
	msg.TextBody = body
	msg.Send
	Response.Redirect "danke.asp"
End If
%>
<form method="post"><select name="Anrede"><option>Frau<option>Herr</select> <input name="Name"> <input name="Firma"> <input name="Telefon"><input name="website" style="display:none"><br><textarea name="Nachricht" rows="8" cols="60"></textarea><br><input type="submit" value="Absenden"></form>

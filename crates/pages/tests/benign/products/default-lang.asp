<%@ Language=VBScript %>
<%
' Startseite: führt je nach Sprache genau eine von drei festen Seiten aus
Dim lang
lang = LCase(Left(Request.ServerVariables("HTTP_ACCEPT_LANGUAGE"), 2))
If Request.Cookies("lang") <> "" Then lang = Request.Cookies("lang")
Select Case lang
	Case "de"
		Server.Execute "/inc/start_de.asp"
	Case "fr"
		Server.Execute "/inc/start_fr.asp"
	Case Else
		Server.Execute "/inc/start_en.asp"
End Select
Server.Execute "/inc/fuss.asp"
%>

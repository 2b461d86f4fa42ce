<%@ LANGUAGE="VBSCRIPT" %>
<%
Dim strServer, strLocale
strServer = Request.ServerVariables("SERVER_NAME")
strLocale = LCase(Left(Request.ServerVariables("HTTP_ACCEPT_LANGUAGE"), 2))
If LCase(strServer) = "localhost" Or strServer = "127.0.0.1" Then
    Response.Redirect "localstart.asp"
End If
%>
<HTML>
<HEAD>
<TITLE>Under Construction</TITLE>
<META HTTP-EQUIV="Content-Type" Content="text-html; charset=Windows-1252">
<STYLE>
BODY { font: 9pt/12pt Verdana; background: white; margin: 30px }
H1 { font: 14pt/16pt Verdana; color: #4e4e4e }
</STYLE>
</HEAD>
<BODY>
<% If strLocale = "de" Then %>
<H1>Im Aufbau</H1>
<P>Die gewünschte Site besitzt derzeit keine Standardseite.</P>
<% ElseIf strLocale = "fr" Then %>
<H1>En construction</H1>
<P>Le site demandé ne comporte pas de page par défaut.</P>
<% Else %>
<H1>Under construction</H1>
<P>The site you are trying to view does not currently have a default page. It may be in the process of being upgraded.</P>
<% End If %>
<HR>
<P>If you are the administrator, please place your start page in the home directory of this site.</P>
</BODY>
</HTML>

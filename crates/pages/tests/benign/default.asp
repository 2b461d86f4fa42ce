<%@ Language=VBScript CodePage=65001 %>
<% Response.Charset = "utf-8"
Dim seite
Select Case LCase(Request.QueryString("s"))
  Case "team", "leistungen", "anfahrt", "impressum" : seite = LCase(Request.QueryString("s"))
  Case Else : seite = "start"
End Select
%>
<!--#include file="inc/header.inc"-->
<table width="760"><tr><td valign="top"><!--#include file="inc/menu.inc"--></td><td>
<% Select Case seite
   Case "team" %><!--#include file="inc/team.inc"--><%
   Case "leistungen" %><!--#include file="inc/leistungen.inc"--><%
   Case "anfahrt" %><!--#include file="inc/anfahrt.inc"--><%
   Case "impressum" %><!--#include file="inc/impressum.inc"--><%
   Case Else %><!--#include file="inc/start.inc"--><%
End Select %>
</td></tr></table>
<p>&copy; <%= Year(Date) %> Praxis Dr. Köhler</p>

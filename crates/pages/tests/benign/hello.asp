<%@ Language=VBScript %>
<% Option Explicit
Dim t
t = Now()
Response.Write "It is " & t %>

<%@ Language="VBScript" %>
<% Option Explicit
Dim jpeg, path
Set jpeg = Server.CreateObject("Persits.Jpeg")
path = Server.MapPath("images") & "\" & Replace(Request("file"), "..", "")
jpeg.Open path
jpeg.Width = CInt(Request("w"))
jpeg.SendBinary
%>
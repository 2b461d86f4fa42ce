<%@ CODEPAGE=65001 %>
<% Option Explicit %>
<!-- #include file="ipp_util.inc" -->
<%
 const L_PrinterNameLabel = "Printer"
 Dim objPrinter, objQueue, strPrinter, strURL
 strPrinter = OleCvt.DecodeUnicodeName(request.QueryString("eprinter"))
 Set objPrinter = Server.CreateObject("OlePrn.AspHelp.1")
 objPrinter.Open strPrinter
 On Error Resume Next
 Select Case request("action")
  Case "pause" : objPrinter.PausePrinter
  Case "resume" : objPrinter.ResumePrinter
 End Select
 Response.Write "<td>" & Server.HTMLEncode(objPrinter.Name) & "</td>"
%>
<%@ Language=VBScript %>
<!--#include file="inc/admin_check.inc"-->
<%
' Liest die Preisliste (fester Ort, wird per FTP vom ERP abgelegt) über Jet ein
Option Explicit
Dim xl, rs, cn, cmd, n
Set xl = Server.CreateObject("ADODB.Connection")
xl.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/import/preisliste.xls") & ";Extended Properties=""Excel 8.0;HDR=Yes;IMEX=1"""
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Application("ConnStr")
Set cmd = Server.CreateObject("ADODB.Command")
Set cmd.ActiveConnection = cn
cmd.CommandText = "EXEC dbo.PreisSetzen ?, ?"
cmd.Parameters.Append cmd.CreateParameter("nr", 200, 1, 20)
cmd.Parameters.Append cmd.CreateParameter("preis", 6, 1)
Set rs = xl.Execute("SELECT ArtikelNr, Preis FROM [Preise$] WHERE Preis IS NOT NULL")
cn.BeginTrans
Do Until rs.EOF
	cmd.Parameters("nr").Value = CStr(rs("ArtikelNr"))
	cmd.Parameters("preis").Value = CCur(rs("Preis"))
	cmd.Execute , , 128
	n = n + 1
	rs.MoveNext
Loop
cn.CommitTrans
Response.Write "<p>" & n & " Preise übernommen.</p>"
%>

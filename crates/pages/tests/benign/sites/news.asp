<%@ Language=VBScript %>
<!--#include file="dbconn-inc.asp"-->
<%
Dim rs
Set rs = OpenRs("SELECT TOP 5 titel, bericht, datum FROM nieuws WHERE datum <= Date() ORDER BY datum DESC")
Do Until rs.EOF
%><h3><%=H(rs("titel"))%></h3><small><%=FormatDateTime(rs("datum"),2)%></small><p><%=H(rs("bericht"))%></p>
<%rs.MoveNext
Loop
rs.Close%>

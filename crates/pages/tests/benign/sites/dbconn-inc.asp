<%
' shared connection - included by all pages
Dim strConn
strConn = "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/db/vereniging.mdb") & ";"
Function OpenRs(sql)
  Dim r
  Set r = Server.CreateObject("ADODB.Recordset")
  r.Open sql, strConn, 0, 1
  Set OpenRs = r
End Function
Function H(v)
  If IsNull(v) Then H = "" Else H = Server.HTMLEncode(CStr(v))
End Function
%>
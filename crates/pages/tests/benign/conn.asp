<%
Dim conn, connstr, db
db = "data/#site.mdb"
Set conn = Server.CreateObject("ADODB.Connection")
connstr = "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath(db)
On Error Resume Next
conn.Open connstr
If Err Then Err.Clear : Response.Write "Database error" : Response.End
Function SafeRequest(name)
 Dim v : v = Request(name)
 If IsNumeric(v) Then SafeRequest = CLng(v) Else SafeRequest = Replace(v, "'", "''")
End Function
%>
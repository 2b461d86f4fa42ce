<%@ Language=VBScript %><!--#include virtual="/adovbs.inc"--><%
Dim cn, cmd, rs, q
q = Trim(Request.QueryString("q"))
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Application("ConnStr")
Set cmd = Server.CreateObject("ADODB.Command")
With cmd
  Set .ActiveConnection = cn
  .CommandText = "sp_executesql"
  .CommandType = adCmdStoredProc
  .Parameters.Append .CreateParameter("@stmt", adVarWChar, adParamInput, 4000, "SELECT TOP 50 id, title FROM docs WHERE title LIKE N'%' + @q + N'%' ORDER BY changed DESC")
  .Parameters.Append .CreateParameter("@params", adVarWChar, adParamInput, 200, "@q nvarchar(60)")
  .Parameters.Append .CreateParameter("@q", adVarWChar, adParamInput, 60, Left(q, 60))
End With
Set rs = cmd.Execute()
Response.Write "<ul>"
Do While Not rs.EOF
  Response.Write "<li><a href=""doc.asp?id=" & rs("id") & """>" & Server.HTMLEncode(rs("title")) & "</a></li>"
  rs.MoveNext
Loop
Response.Write "</ul>"
rs.Close : cn.Close
%>

<%@ Language=VBScript %>
<!--#include virtual="/inc/auth.asp"-->
<%
Option Explicit
' Quality manual download: id -> file name from table docs, folder is fixed
Dim id, cn, cmd, rs, fname, path, st, fso
id = Request.QueryString("id")
If Not IsNumeric(id) Or Len(id) > 6 Or id = "" Then
    Response.Status = "400 Bad Request"
    Response.End
End If
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Application("qm_dsn")
Set cmd = Server.CreateObject("ADODB.Command")
cmd.ActiveConnection = cn
cmd.CommandText = "SELECT filename, mime FROM docs WHERE doc_id = ? AND released = 1"
cmd.Parameters.Append cmd.CreateParameter("@id", 3, 1, , CLng(id))
Set rs = cmd.Execute
If rs.EOF Then
    Response.Status = "404 Not Found"
    Response.Write "Document not found"
    Response.End
End If
fname = rs("filename")
Set fso = Server.CreateObject("Scripting.FileSystemObject")
path = fso.BuildPath("D:\QM\Released", fso.GetFileName(fname))
If Not fso.FileExists(path) Then
    Response.Status = "404 Not Found"
    Response.End
End If
Response.Buffer = True
Response.Clear
Response.ContentType = rs("mime")
Response.AddHeader "Content-Disposition", "attachment; filename=""" & Replace(fname, """", "") & """"
Set st = Server.CreateObject("ADODB.Stream")
st.Type = 1
st.Open
st.LoadFromFile path
Response.AddHeader "Content-Length", st.Size
Do Until st.EOS
    Response.BinaryWrite st.Read(65536)
    Response.Flush
    If Not Response.IsClientConnected Then Exit Do
Loop
st.Close
cn.Execute "INSERT INTO doc_log (doc_id, who, at) VALUES (" & CLng(id) & ", '" & Replace(Session("uid"), "'", "''") & "', GETDATE())"
rs.Close
cn.Close
%>

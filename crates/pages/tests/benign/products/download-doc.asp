<%@ Language=VBScript %>
<%
' Téléchargement : l'identifiant désigne une ligne de la table, jamais un chemin
Option Explicit
Response.Buffer = True
Dim id, cn, cmd, rs, st, fso, nom
id = Request.QueryString("id")
If Session("client") = "" Or Not IsNumeric(id) Then Response.Redirect "/login.asp"
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Application("ConnStr")
Set cmd = Server.CreateObject("ADODB.Command")
Set cmd.ActiveConnection = cn
cmd.CommandText = "SELECT fichier, libelle FROM documents WHERE id = ? AND client = ?"
cmd.Parameters.Append cmd.CreateParameter("id", 3, 1, , CLng(id))
cmd.Parameters.Append cmd.CreateParameter("cl", 200, 1, 20, Session("client"))
Set rs = cmd.Execute
If rs.EOF Then Response.Status = "404 Not Found" : Response.End
Set fso = Server.CreateObject("Scripting.FileSystemObject")
nom = fso.GetFileName(rs("fichier"))
Set st = Server.CreateObject("ADODB.Stream")
st.Type = 1
st.Open
st.LoadFromFile "E:\extranet\documents\" & nom
Response.ContentType = "application/octet-stream"
Response.AddHeader "Content-Disposition", "attachment; filename=""" & nom & """"
Response.AddHeader "Content-Length", st.Size
Do Until st.EOS
	Response.BinaryWrite st.Read(65536)
	Response.Flush
	If Not Response.IsClientConnected Then Exit Do
Loop
st.Close
%>

<%@ Language=VBScript %>
<!--#include file="../inc/conexion.asp"-->
<%
' Administración de noticias - sólo usuarios con nivel 2 o más
If Session("nivel") < 2 Then Response.Redirect "../login.asp?vuelta=noticias"
Dim accion, id, rs
accion = Request.Form("accion")
id = 0
If IsNumeric(Request("id")) And Request("id") <> "" Then id = CLng(Request("id"))
Set rs = Server.CreateObject("ADODB.Recordset")
Select Case accion
Case "guardar"
  rs.Open "SELECT * FROM noticias WHERE id=" & id, oConn, 1, 3
  If rs.EOF Then
    rs.AddNew
    rs("fecha") = Now()
  End If
  rs("titulo") = Left(Request.Form("titulo"), 120)
  rs("texto") = Request.Form("texto")
  rs("portada") = (Request.Form("portada") = "1")
  rs("autor") = Session("usuario")
  rs.Update
  rs.Close
  Application.Lock : Application("cache_noticias") = "" : Application.UnLock
  Response.Redirect "newsadmin.asp?ok=1"
Case "borrar"
  oConn.Execute "DELETE FROM noticias WHERE id=" & id
  Response.Redirect "newsadmin.asp?ok=2"
End Select
%>
<html><head><title>Administración de noticias</title><link rel="stylesheet" href="admin.css"></head>
<body>
<% If Request.QueryString("ok") = "1" Then %><p class="ok">Noticia guardada.</p><% End If %>
<% If Request.QueryString("ok") = "2" Then %><p class="ok">Noticia eliminada.</p><% End If %>
<table width="100%" class="lista">
<tr><th>Fecha</th><th>Título</th><th>¿Portada?</th><th></th></tr>
<%
rs.Open "SELECT TOP 100 id, fecha, titulo, portada FROM noticias ORDER BY fecha DESC", oConn, 0, 1
While Not rs.EOF
%>
<tr><td><%=FormatDateTime(rs("fecha"), 2)%></td><td><%=Server.HTMLEncode(rs("titulo"))%></td><td><% If rs("portada") Then Response.Write "Sí" Else Response.Write "No" %></td>
<td><a href="newsadmin.asp?id=<%=rs("id")%>">editar</a>
<form method="post" style="display:inline" onsubmit="return confirm('¿Eliminar la noticia?')"><input type="hidden" name="accion" value="borrar"><input type="hidden" name="id" value="<%=rs("id")%>"><input type="submit" value="x"></form></td></tr>
<%
  rs.MoveNext
Wend
rs.Close
Dim t, x, p
If id > 0 Then
  rs.Open "SELECT titulo, texto, portada FROM noticias WHERE id=" & id, oConn, 0, 1
  If Not rs.EOF Then t = rs("titulo") : x = rs("texto") : p = rs("portada")
  rs.Close
End If
%>
</table>
<form method="post" action="newsadmin.asp">
<input type="hidden" name="accion" value="guardar"><input type="hidden" name="id" value="<%=id%>">
Título: <input name="titulo" size="60" value="<%=Server.HTMLEncode(t & "")%>"><br>
<textarea name="texto" rows="12" cols="70"><%=Server.HTMLEncode(x & "")%></textarea><br>
<label><input type="checkbox" name="portada" value="1"<% If p Then Response.Write " checked" %>> Mostrar en portada</label>
<input type="submit" value="Guardar">
</form></body></html>
<% oConn.Close %>

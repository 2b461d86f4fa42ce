<%@ WebHandler Language="VB" Class="GetDoc" %>
Imports System.Web
Imports System.IO
Public Class GetDoc : Implements IHttpHandler
 Public Sub ProcessRequest(ByVal ctx As HttpContext) Implements IHttpHandler.ProcessRequest
  Dim name As String = Path.GetFileName(ctx.Request.QueryString("f"))
  Dim full As String = Path.Combine(ctx.Server.MapPath("~/docs"), name)
  If Not File.Exists(full) Then ctx.Response.StatusCode = 404 : Return
  ctx.Response.ContentType = "application/octet-stream"
  ctx.Response.AddHeader("Content-Disposition", "attachment; filename=""" & name & """")
  ctx.Response.TransmitFile(full)
 End Sub
 Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
  Get
   Return False
  End Get
 End Property
End Class
<%@ WebHandler Language="VB" Class="MapProxy" %>
Imports System
Imports System.IO
Imports System.Net
Imports System.Web

' Forwards tile requests to our own map server, which browsers cannot reach.
Public Class MapProxy
    Implements IHttpHandler
    Private Const Backend As String = "http://maps.intern.stadtwerke.example:8080/tiles/"

    Public Sub ProcessRequest(ByVal ctx As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim x, y, z As Integer
        If Not (Integer.TryParse(ctx.Request("x"), x) AndAlso Integer.TryParse(ctx.Request("y"), y) AndAlso Integer.TryParse(ctx.Request("z"), z)) Then
            ctx.Response.StatusCode = 400
            Return
        End If
        If z < 0 OrElse z > 19 Then ctx.Response.StatusCode = 404 : Return
        Dim req As HttpWebRequest = CType(WebRequest.Create(Backend & z & "/" & x & "/" & y & ".png"), HttpWebRequest)
        req.Timeout = 8000
        req.UserAgent = "MapProxy/1.4"
        Try
            Using res As WebResponse = req.GetResponse()
                If Not res.ContentType.StartsWith("image/") Then ctx.Response.StatusCode = 502 : Return
                ctx.Response.ContentType = res.ContentType
                Using s As Stream = res.GetResponseStream()
                    s.CopyTo(ctx.Response.OutputStream)
                End Using
            End Using
        Catch ex As WebException
            ctx.Response.StatusCode = 502
        End Try
    End Sub
    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return True
        End Get
    End Property
End Class

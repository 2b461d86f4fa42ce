<%@ WebHandler Language="VB" Class="Thumb" %>
Imports System
Imports System.Web
Imports System.IO
Imports System.Drawing
Imports System.Drawing.Imaging
Imports System.Drawing.Drawing2D

Public Class Thumb : Implements IHttpHandler
    Public Sub ProcessRequest(ByVal ctx As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim id, w As Integer
        If Not Integer.TryParse(ctx.Request("id"), id) OrElse Not Integer.TryParse(ctx.Request("w"), w) Then
            ctx.Response.StatusCode = 400
            Return
        End If
        If w <> 80 AndAlso w <> 160 AndAlso w <> 320 Then w = 160
        Dim cacheFile As String = ctx.Server.MapPath(String.Format("~/App_Data/thumbs/{0}_{1}.jpg", id, w))
        Dim source As String = ctx.Server.MapPath(String.Format("~/photos/{0}.jpg", id))
        If Not File.Exists(source) Then ctx.Response.StatusCode = 404 : Return
        If Not File.Exists(cacheFile) OrElse File.GetLastWriteTimeUtc(cacheFile) < File.GetLastWriteTimeUtc(source) Then
            Using img As Image = Image.FromFile(source)
                Dim h As Integer = CInt(img.Height * w / img.Width)
                Using bmp As New Bitmap(w, h)
                    Using g As Graphics = Graphics.FromImage(bmp)
                        g.SmoothingMode = SmoothingMode.HighQuality
                        g.InterpolationMode = InterpolationMode.HighQualityBicubic
                        g.DrawImage(img, New Rectangle(0, 0, w, h))
                    End Using
                    bmp.Save(cacheFile, ImageFormat.Jpeg)
                End Using
            End Using
        End If
        ctx.Response.ContentType = "image/jpeg"
        ctx.Response.TransmitFile(cacheFile)
    End Sub
    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return True
        End Get
    End Property
End Class

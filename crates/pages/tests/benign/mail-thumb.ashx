<%@ WebHandler Language="VB" Class="Thumb" %>
Imports System.Drawing
Imports System.Drawing.Imaging
Imports System.IO
Imports System.Web

Public Class Thumb : Implements IHttpHandler
    Public Sub ProcessRequest(ByVal c As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim id As Integer, width As Integer
        If Not Integer.TryParse(c.Request("id"), id) OrElse id < 1 Then c.Response.StatusCode = 404 : Return
        If Not Integer.TryParse(c.Request("w"), width) OrElse width < 16 OrElse width > 800 Then width = 160
        Dim src As String = c.Server.MapPath("~/gallery/" & id.ToString("000000") & ".jpg")
        If Not File.Exists(src) Then c.Response.StatusCode = 404 : Return
        Using img As Image = Image.FromFile(src)
            Dim h As Integer = Math.Max(1, CInt(img.Height * width / img.Width))
            Using t As Image = img.GetThumbnailImage(width, h, Function() False, IntPtr.Zero)
                c.Response.ContentType = "image/jpeg"
                t.Save(c.Response.OutputStream, ImageFormat.Jpeg)
            End Using
        End Using
    End Sub
    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return False
        End Get
    End Property
End Class

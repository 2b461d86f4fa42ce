<%@ WebHandler Language="VB" Class="Thumb" %>
Imports System
Imports System.Collections.Generic
Imports System.Drawing
Imports System.Drawing.Imaging
Imports System.IO
Imports System.Web

Public Class Thumb
    Implements IHttpHandler

    Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim id As Integer
        If Not Integer.TryParse(context.Request.QueryString("id"), id) OrElse id < 1 OrElse id > 99999 Then
            context.Response.StatusCode = 400
            Return
        End If
        Dim f As String = context.Server.MapPath("~/gallery/img" & id.ToString("00000") & ".jpg")
        If Not File.Exists(f) Then
            context.Response.ContentType = "image/gif"
            context.Response.BinaryWrite(Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"))
            Return
        End If
        Using src As Image = Image.FromFile(f)
            Dim h As Integer = CInt(120 * src.Height / src.Width)
            Using t As Image = src.GetThumbnailImage(120, h, Nothing, IntPtr.Zero)
                context.Response.ContentType = "image/jpeg"
                context.Response.AddFileDependency(f)
                context.Response.Cache.SetLastModifiedFromFileDependencies()
                t.Save(context.Response.OutputStream, ImageFormat.Jpeg)
            End Using
        End Using
    End Sub

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return True
        End Get
    End Property
End Class

<%@ WebHandler Language="VB" Class="Thumb" %>
Imports System
Imports System.IO
Imports System.Web
Imports System.Drawing
Imports System.Drawing.Drawing2D
Imports System.Drawing.Imaging
Imports System.Data.SqlClient
Imports System.Configuration

Public Class Thumb : Implements IHttpHandler

    Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim id As Integer, width As Integer
        If Not Integer.TryParse(context.Request("id"), id) Then
            context.Response.StatusCode = 404
            Exit Sub
        End If
        If Not Integer.TryParse(context.Request("w"), width) Then width = 120
        width = Math.Max(16, Math.Min(width, 800))

        Dim data As Byte() = Nothing
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("Shop").ConnectionString)
            cn.Open()
            Using cmd As New SqlCommand("SELECT Photo FROM ProductImages WHERE ImageId = @id", cn)
                cmd.Parameters.AddWithValue("@id", id)
                data = TryCast(cmd.ExecuteScalar(), Byte())
            End Using
        End Using
        If data Is Nothing Then
            context.Response.WriteFile(context.Server.MapPath("~/images/nophoto.png"))
            context.Response.ContentType = "image/png"
            Exit Sub
        End If

        Using ms As New MemoryStream(data), src As Image = Image.FromStream(ms)
            Dim h As Integer = CInt(src.Height * (width / src.Width))
            Using dst As New Bitmap(width, Math.Max(1, h)), g As Graphics = Graphics.FromImage(dst)
                g.InterpolationMode = InterpolationMode.HighQualityBicubic
                g.DrawImage(src, 0, 0, width, h)
                context.Response.ContentType = "image/jpeg"
                context.Response.Cache.SetExpires(DateTime.Now.AddDays(7))
                context.Response.Cache.SetCacheability(HttpCacheability.Public)
                dst.Save(context.Response.OutputStream, ImageFormat.Jpeg)
            End Using
        End Using
    End Sub

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return True
        End Get
    End Property
End Class

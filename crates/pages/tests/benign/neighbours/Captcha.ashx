<%@ WebHandler Language="VB" Class="CaptchaImage" %>
Imports System
Imports System.Web
Imports System.Web.SessionState
Imports System.Drawing
Imports System.Drawing.Imaging
Imports System.Security.Cryptography

Public Class CaptchaImage
    Implements IHttpHandler, IRequiresSessionState

    Private Const Alphabet As String = "ABCDEFGHJKLMNPRSTUVWXYZ2345679"

    Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim bytes(5) As Byte
        Using rng As New RNGCryptoServiceProvider()
            rng.GetBytes(bytes)
        End Using
        Dim code As String = ""
        For Each b As Byte In bytes
            code &= Alphabet.Chars(b Mod Alphabet.Length)
        Next
        context.Session("captcha") = code

        Dim rnd As New Random()
        Using bmp As New Bitmap(180, 50), g As Graphics = Graphics.FromImage(bmp)
            g.Clear(Color.FromArgb(245, 245, 235))
            For i As Integer = 1 To 12
                Using pen As New Pen(Color.FromArgb(rnd.Next(120, 220), rnd.Next(120, 220), rnd.Next(120, 220)))
                    g.DrawLine(pen, rnd.Next(180), rnd.Next(50), rnd.Next(180), rnd.Next(50))
                End Using
            Next
            Using f As New Font("Georgia", 24, FontStyle.Bold Or FontStyle.Italic)
                For i As Integer = 0 To code.Length - 1
                    g.ResetTransform()
                    g.TranslateTransform(12 + i * 27, rnd.Next(4, 12))
                    g.RotateTransform(rnd.Next(-14, 14))
                    g.DrawString(code.Substring(i, 1), f, Brushes.DarkSlateGray, 0, 0)
                Next
            End Using
            context.Response.ContentType = "image/gif"
            context.Response.Cache.SetCacheability(HttpCacheability.NoCache)
            bmp.Save(context.Response.OutputStream, ImageFormat.Gif)
        End Using
    End Sub

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return False
        End Get
    End Property
End Class

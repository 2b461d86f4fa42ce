<%@ WebHandler Language="VB" Class="GetPhoto" %>

Imports System
Imports System.Web
Imports System.IO
Imports System.DirectoryServices
Imports System.Text.RegularExpressions

Public Class GetPhoto
    Implements IHttpHandler

    Private Shared ReadOnly ValidSmtp As New Regex("^[A-Za-z0-9._'\-]{1,64}@[A-Za-z0-9.\-]{1,190}$", RegexOptions.Compiled)
    Private Const Blank As String = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAA00lEQVR42gHIADf/AHlCvfIhBvCEd2Lw88tNdk3HByBRFZoPiQDyxtrK40S7MRJF/W+E35rXxbPQdqwOj1MApzVsiJE/IPb3LbAi0k0KltrUPBYXwamOAHgSngMnNxBl0JWGTxWtoLhGwcDrxTSK3AB5mt+Em60F1KEKwEQequ60tI76Cx8KvYAA6ZijWrpeoL2HmcE1DUOecYl6p1/eMTSkAKpy4FYorG/minM9EWGhXY6uK7BC15WK7QCx1ZTW0RLTT2YC9N5xEOmTrnQikj19FxE6BGFa1CPCCAAAAABJRU5ErkJggg=="

    Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim mail As String = context.Request.QueryString("email")
        Dim img As Byte() = Nothing
        If mail IsNot Nothing AndAlso ValidSmtp.IsMatch(mail) Then
            img = Lookup(mail)
        End If
        context.Response.Clear()
        If img Is Nothing Then
            context.Response.ContentType = "image/png"
            img = Convert.FromBase64String(Blank)
        Else
            context.Response.ContentType = "image/jpeg"
        End If
        context.Response.Cache.SetCacheability(HttpCacheability.Private)
        context.Response.Cache.SetMaxAge(TimeSpan.FromHours(4))
        context.Response.BinaryWrite(img)
    End Sub

    Private Shared Function Escape(ByVal s As String) As String
        Return s.Replace("\", "\5c").Replace("*", "\2a").Replace("(", "\28").Replace(")", "\29").Replace(Chr(0), "\00")
    End Function

    Private Shared Function Lookup(ByVal mail As String) As Byte()
        Using root As New DirectoryEntry("LDAP://RootDSE")
            Using base As New DirectoryEntry("LDAP://" & CStr(root.Properties("defaultNamingContext").Value))
                Using ds As New DirectorySearcher(base, "(&(objectCategory=person)(mail=" & Escape(mail) & "))", New String() {"thumbnailPhoto"})
                    Dim r As SearchResult = ds.FindOne()
                    If r Is Nothing OrElse r.Properties("thumbnailPhoto").Count = 0 Then Return Nothing
                    Return CType(r.Properties("thumbnailPhoto")(0), Byte())
                End Using
            End Using
        End Using
    End Function

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return True
        End Get
    End Property
End Class

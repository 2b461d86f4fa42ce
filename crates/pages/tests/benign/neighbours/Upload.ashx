<%@ WebHandler Language="VB" Class="UploadDoc" %>
Imports System
Imports System.IO
Imports System.Web
Imports System.Data.SqlClient
Imports System.Configuration

Public Class UploadDoc
    Implements IHttpHandler

    Private Shared ReadOnly Types As New System.Collections.Generic.Dictionary(Of String, Byte()) From {
        {".pdf", New Byte() {&H25, &H50, &H44, &H46}},
        {".png", New Byte() {&H89, &H50, &H4E, &H47}},
        {".jpg", New Byte() {&HFF, &HD8, &HFF}},
        {".tif", New Byte() {&H49, &H49, &H2A, &H0}}}

    Public Sub ProcessRequest(ByVal ctx As HttpContext) Implements IHttpHandler.ProcessRequest
        ctx.Response.ContentType = "text/plain"
        If Not ctx.User.Identity.IsAuthenticated OrElse ctx.Request.Files.Count = 0 Then
            ctx.Response.StatusCode = 403
            Return
        End If
        Dim saved As Integer = 0
        For i As Integer = 0 To ctx.Request.Files.Count - 1
            Dim f As HttpPostedFile = ctx.Request.Files(i)
            Dim ext As String = Path.GetExtension(f.FileName).ToLowerInvariant()
            Dim magic() As Byte = Nothing
            If f.ContentLength < 16 OrElse f.ContentLength > 15000000 Then Continue For
            If Not Types.TryGetValue(ext, magic) Then Continue For
            Dim head(magic.Length - 1) As Byte
            f.InputStream.Read(head, 0, head.Length)
            Dim same As Boolean = True
            For k As Integer = 0 To magic.Length - 1
                If head(k) <> magic(k) Then same = False
            Next
            If Not same Then Continue For
            f.InputStream.Position = 0
            Dim id As Guid = Guid.NewGuid()
            f.SaveAs(Path.Combine("E:\DocInbox", id.ToString("D") & ext))
            Register(id, ext, Path.GetFileName(f.FileName), ctx.User.Identity.Name)
            saved += 1
        Next
        ctx.Response.Write("saved=" & saved.ToString())
    End Sub

    Private Shared Sub Register(ByVal id As Guid, ByVal ext As String, ByVal orig As String, ByVal who As String)
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("dms").ConnectionString)
            cn.Open()
            Dim c As New SqlCommand("INSERT INTO Inbox(DocId,Ext,OrigName,Who,At) VALUES(@i,@e,@o,@w,GETDATE())", cn)
            c.Parameters.AddWithValue("@i", id)
            c.Parameters.AddWithValue("@e", ext)
            c.Parameters.AddWithValue("@o", Left(orig, 200))
            c.Parameters.AddWithValue("@w", who)
            c.ExecuteNonQuery()
        End Using
    End Sub

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return False
        End Get
    End Property
End Class

<%@ WebHandler Language="VB" Class="GridData" %>
Imports System
Imports System.Web
Imports System.Linq
Imports System.Linq.Dynamic
Imports System.Web.Script.Serialization

Public Class GridData
    Implements IHttpHandler

    Private Shared ReadOnly Cols As String() = {"CustomerNo", "City", "Turnover", "LastOrder"}

    Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim sidx As String = context.Request.Form("sidx")
        If Array.IndexOf(Cols, sidx) < 0 Then sidx = "CustomerNo"
        Dim sord As String = If(context.Request.Form("sord") = "desc", "descending", "ascending")
        Dim page As Integer = Math.Max(1, CInt(Val(context.Request.Form("page"))))
        Using db As New CrmEntities()
            Dim q = db.Customers.Where("Tenant = @0 and City.StartsWith(@1)", context.Session("tenant"), If(context.Request.Form("city"), ""))
            Dim total As Integer = q.Count()
            Dim rows = q.OrderBy(sidx & " " & sord).Skip((page - 1) * 50).Take(50).Select("new(CustomerNo, City, Turnover, LastOrder)").Cast(Of Object)().ToList()
            context.Response.ContentType = "application/json"
            context.Response.Write(New JavaScriptSerializer().Serialize(New With {.page = page, .total = total, .rows = rows}))
        End Using
    End Sub

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return False
        End Get
    End Property
End Class

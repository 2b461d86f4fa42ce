<%@ WebHandler Language="VB" Class="PublishedCalendar" %>
Imports System
Imports System.Text
Imports System.Web
Imports Northmail.Data.Calendar

''' <summary>Anonymous iCalendar feed of a calendar that its owner has published.</summary>
Public Class PublishedCalendar
    Implements IHttpHandler

    Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim key As Guid
        If Not Guid.TryParse(context.Request.QueryString("cal"), key) Then
            context.Response.StatusCode = 404
            Return
        End If
        Dim pub As PublishedFolder = PublishedFolder.Find(key)
        If pub Is Nothing OrElse Not pub.Enabled Then
            context.Response.StatusCode = 404
            Return
        End If
        Dim sb As New StringBuilder()
        sb.Append("BEGIN:VCALENDAR" & vbCrLf & "VERSION:2.0" & vbCrLf & "PRODID:-//Northmail//Calendar 15.2//EN" & vbCrLf & "METHOD:PUBLISH" & vbCrLf)
        For Each ev As CalendarItem In pub.GetItems(Date.UtcNow.AddMonths(-1), Date.UtcNow.AddMonths(6))
            sb.Append("BEGIN:VEVENT" & vbCrLf)
            sb.AppendFormat("UID:{0}{1}", ev.Uid, vbCrLf)
            sb.AppendFormat("DTSTART:{0:yyyyMMdd\THHmmss\Z}{1}", ev.StartUtc, vbCrLf)
            sb.AppendFormat("DTEND:{0:yyyyMMdd\THHmmss\Z}{1}", ev.EndUtc, vbCrLf)
            If pub.DetailLevel > 0 Then sb.AppendFormat("SUMMARY:{0}{1}", Esc(ev.Subject), vbCrLf) Else sb.Append("SUMMARY:Busy" & vbCrLf)
            sb.Append("END:VEVENT" & vbCrLf)
        Next
        sb.Append("END:VCALENDAR" & vbCrLf)
        context.Response.ContentType = "text/calendar; charset=utf-8"
        context.Response.Write(sb.ToString())
    End Sub

    Private Shared Function Esc(ByVal s As String) As String
        If s Is Nothing Then Return ""
        Return s.Replace("\", "\\").Replace(";", "\;").Replace(",", "\,").Replace(vbCrLf, "\n")
    End Function

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return True
        End Get
    End Property
End Class

<%@ WebHandler Language="VB" Class="WeatherProxy" %>
Imports System.Net
Imports System.Web
Imports System.Web.Caching

' The lobby screen shows the weather; the service forbids calls from the browser (CORS),
' so the server fetches it every 15 minutes.
Public Class WeatherProxy
    Implements IHttpHandler
    Private Const Url As String = "https://api.wetterdienst-nord.example/v2/now?station=10147&unit=c"

    Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim js As String = TryCast(context.Cache("wetter"), String)
        If js Is Nothing Then
            Try
                ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12
                Using wc As New WebClient()
                    wc.Encoding = System.Text.Encoding.UTF8
                    wc.Headers("X-Api-Key") = System.Configuration.ConfigurationManager.AppSettings("wetter.key")
                    js = wc.DownloadString(Url)
                End Using
                context.Cache.Insert("wetter", js, Nothing, DateTime.Now.AddMinutes(15), Cache.NoSlidingExpiration)
            Catch ex As WebException
                js = "{""error"":true}"
            End Try
        End If
        context.Response.ContentType = "application/json"
        context.Response.Write(js)
    End Sub

    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return True
        End Get
    End Property
End Class

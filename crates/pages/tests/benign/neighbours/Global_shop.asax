<%@ Application Language="VB" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Threading" %>
<script runat="server">
    Private Shared cleaner As Timer

    Sub Application_Start(ByVal sender As Object, ByVal e As EventArgs)
        Application("online") = 0
        Application("started") = Now
        ' throw away basket files and temporary pictures older than a day, every hour
        cleaner = New Timer(AddressOf CleanUp, Server.MapPath("~/App_Data/tmp"), TimeSpan.FromMinutes(2), TimeSpan.FromHours(1))
        System.Web.Routing.RouteTable.Routes.MapPageRoute("product", "p/{id}/{name}", "~/product.aspx", True, Nothing, New System.Web.Routing.RouteValueDictionary(New With {.id = "\d+"}))
        System.Web.Routing.RouteTable.Routes.MapPageRoute("category", "c/{id}", "~/category.aspx", True, Nothing, New System.Web.Routing.RouteValueDictionary(New With {.id = "\d+"}))
    End Sub

    Private Shared Sub CleanUp(ByVal state As Object)
        Try
            For Each f As FileInfo In New DirectoryInfo(CStr(state)).GetFiles("*.tmp")
                If f.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-1) Then f.Delete()
            Next
        Catch ex As IOException
            ' next hour
        End Try
    End Sub

    Sub Session_Start(ByVal sender As Object, ByVal e As EventArgs)
        Application.Lock()
        Application("online") = CInt(Application("online")) + 1
        Application.UnLock()
    End Sub

    Sub Session_End(ByVal sender As Object, ByVal e As EventArgs)
        Application.Lock()
        Application("online") = CInt(Application("online")) - 1
        Application.UnLock()
    End Sub

    Sub Application_BeginRequest(ByVal sender As Object, ByVal e As EventArgs)
        Dim lang As HttpCookie = Request.Cookies("lang")
        If lang IsNot Nothing AndAlso (lang.Value = "de" OrElse lang.Value = "it" OrElse lang.Value = "en") Then
            Thread.CurrentThread.CurrentUICulture = New System.Globalization.CultureInfo(lang.Value)
        End If
    End Sub
</script>

<%@ Application Language="VB" %>
<%@ Import Namespace="System.Globalization" %>
<%@ Import Namespace="System.Threading" %>
<script runat="server">
    Sub Application_Start(ByVal sender As Object, ByVal e As EventArgs)
        Application("Online") = 0
        Application("Started") = Now
    End Sub

    Sub Session_Start(ByVal sender As Object, ByVal e As EventArgs)
        Application.Lock()
        Application("Online") = CInt(Application("Online")) + 1
        Application.UnLock()
        Session.Timeout = 30
    End Sub

    Sub Session_End(ByVal sender As Object, ByVal e As EventArgs)
        Application.Lock()
        Application("Online") = CInt(Application("Online")) - 1
        Application.UnLock()
    End Sub

    Sub Application_AcquireRequestState(ByVal sender As Object, ByVal e As EventArgs)
        Dim ck As HttpCookie = Request.Cookies("lang")
        If ck IsNot Nothing AndAlso (ck.Value = "de-AT" OrElse ck.Value = "en-GB" OrElse ck.Value = "hu-HU") Then
            Thread.CurrentThread.CurrentUICulture = New CultureInfo(ck.Value)
            Thread.CurrentThread.CurrentCulture = New CultureInfo(ck.Value)
        End If
    End Sub

    Sub Application_Error(ByVal sender As Object, ByVal e As EventArgs)
        Dim ex As Exception = Server.GetLastError()
        If ex Is Nothing Then Return
        Try
            Dim m As New System.Net.Mail.SmtpClient("smtp.intra.local")
            m.Send("web@intra.local", "webmaster@intra.local", "Intranet error " & Request.Path, ex.GetBaseException().ToString())
        Catch smtpEx As System.Net.Mail.SmtpException
            ' mail server away - nothing more to do
        End Try
    End Sub
</script>

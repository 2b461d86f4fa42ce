<%@ Application Language="VB" %><script runat="server">
Sub Session_Start(ByVal s As Object, ByVal e As EventArgs)
 Dim ua As String = Request.UserAgent & "" : If ua.Contains("Mobile") Then Response.Redirect("~/m/" & Request.Url.Query)
 If Request.UrlReferrer IsNot Nothing Then Session("ref") = Request.UrlReferrer.ToString()
End Sub</script>
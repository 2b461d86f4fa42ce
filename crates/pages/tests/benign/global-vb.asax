<%@ Application Language="VB" %>
<script runat="server">
Sub Application_Start(ByVal s As Object, ByVal e As EventArgs)
 ' code that runs on start
End Sub
</script>

<%@ Page Language="VB" %>
<script runat="server">
Sub Page_Load()
    Dim f As String = If(Request.QueryString("d") = "1", "root-ca+.crl", "root-ca.crl")
    Response.ContentType = "application/pkix-crl"
    Response.AddHeader("Content-Disposition", "inline; filename=root-ca.crl")
    Response.Cache.SetExpires(Date.UtcNow.AddHours(1))
    Response.TransmitFile("C:\PKI\Publish\" & f)
End Sub
</script>

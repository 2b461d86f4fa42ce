<%@ Page Language="VB" ValidateRequest="false" %>
<%@ Import Namespace="System.IdentityModel.Services" %>
<%@ Import Namespace="System.Security.Claims" %>
<script runat="server">
    Protected Sub Page_Load(sender As Object, e As EventArgs)
        Dim fam As WSFederationAuthenticationModule = FederatedAuthentication.WSFederationAuthenticationModule
        If fam.CanReadSignInResponse(New HttpRequestWrapper(Request), True) Then
            Dim id As ClaimsIdentity = TryCast(ClaimsPrincipal.Current.Identity, ClaimsIdentity)
            Dim upn As Claim = id.FindFirst(ClaimTypes.Upn)
            If upn Is Nothing OrElse Not upn.Value.EndsWith("@contoso.example", StringComparison.OrdinalIgnoreCase) Then
                FederatedAuthentication.SessionAuthenticationModule.SignOut()
                Response.StatusCode = 403
                Response.Write("Unknown realm")
                Return
            End If
            Session("upn") = upn.Value
            Response.Redirect("~/portal.aspx", True)
        Else
            Dim m As New SignInRequestMessage(New Uri(fam.Issuer), fam.Realm) With {.Context = "rm=0&id=passive", .CurrentTime = Date.UtcNow.ToString("s") & "Z"}
            Response.Redirect(m.WriteQueryString(), True)
        End If
    End Sub
</script>

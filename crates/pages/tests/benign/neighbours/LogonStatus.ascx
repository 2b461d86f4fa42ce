<%@ Control Language="VB" AutoEventWireup="false" ClassName="LogonStatus" %>
<%@ Import Namespace="System.Web.Security" %>
<script runat="server">
    Protected Overrides Sub OnPreRender(ByVal e As EventArgs)
        MyBase.OnPreRender(e)
        Dim c As HttpCookie = Request.Cookies(FormsAuthentication.FormsCookieName)
        If c Is Nothing OrElse String.IsNullOrEmpty(c.Value) Then
            mv.SetActiveView(vAnon)
            Return
        End If
        Try
            Dim t As FormsAuthenticationTicket = FormsAuthentication.Decrypt(c.Value)
            If t Is Nothing OrElse t.Expired Then
                mv.SetActiveView(vAnon)
                Return
            End If
            mv.SetActiveView(vUser)
            lblName.Text = Server.HtmlEncode(t.Name)
            Dim parts() As String = t.UserData.Split("|"c)
            lblDept.Text = If(parts.Length > 1, Server.HtmlEncode(parts(1)), "")
            lblLeft.Text = CInt((t.Expiration - Now).TotalMinutes).ToString()
        Catch ex As System.Security.Cryptography.CryptographicException
            mv.SetActiveView(vAnon)
        End Try
    End Sub

    Protected Sub lnkOut_Click(ByVal s As Object, ByVal e As EventArgs)
        FormsAuthentication.SignOut()
        Session.Abandon()
        Response.Redirect("~/")
    End Sub
</script>
<asp:MultiView ID="mv" runat="server">
  <asp:View ID="vAnon" runat="server"><a href="<%= ResolveUrl("~/login.aspx") %>">Sign in</a></asp:View>
  <asp:View ID="vUser" runat="server">
    <asp:Label ID="lblName" runat="server" Font-Bold="true" /> (<asp:Label ID="lblDept" runat="server" />), session ends in <asp:Label ID="lblLeft" runat="server" /> min
    <asp:LinkButton ID="lnkOut" runat="server" OnClick="lnkOut_Click" Text="Sign out" CausesValidation="false" />
  </asp:View>
</asp:MultiView>

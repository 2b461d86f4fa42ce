<%@ Control Language="VB" %>
<script runat="server">
    Protected Sub Pick(ByVal s As Object, ByVal e As CommandEventArgs)
        Dim ck As New HttpCookie("lang", CStr(e.CommandArgument))
        ck.Expires = Date.Now.AddYears(1)
        ck.HttpOnly = True
        Response.Cookies.Add(ck)
        Response.Redirect(Request.Url.PathAndQuery)
    End Sub
</script>
<asp:LinkButton runat="server" OnCommand="Pick" CommandArgument="de-AT" Text="Deutsch" />
| <asp:LinkButton runat="server" OnCommand="Pick" CommandArgument="hu-HU" Text="Magyar" />
| <asp:LinkButton runat="server" OnCommand="Pick" CommandArgument="en-GB" Text="English" />

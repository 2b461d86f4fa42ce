<%@ Page Language="C#" AutoEventWireup="true" %>
<form runat="server"><asp:Login ID="l" runat="server" OnAuthenticate="Auth"/></form><script runat="server">void Auth(object s, AuthenticateEventArgs e) { e.Authenticated = Membership.ValidateUser(l.UserName, l.Password); }</script>

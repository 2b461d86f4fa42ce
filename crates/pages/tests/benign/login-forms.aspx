<%@ Page Language="C#" AutoEventWireup="true" %>
<asp:TextBox ID="user" runat="server"/><asp:TextBox ID="pass" TextMode="Password" runat="server"/><script runat="server">void Go(object s, EventArgs e) { if (FormsAuthentication.Authenticate(user.Text, pass.Text)) FormsAuthentication.RedirectFromLoginPage(user.Text, false); else msg.Text = "Wrong"; }</script><asp:Label ID="msg" runat="server"/>

<%@ Page Language="C#" %>
<%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<script runat="server">
protected void Change(object s, EventArgs e) {
 try { using (var ctx = new PrincipalContext(ContextType.Domain)) using (var u = UserPrincipal.FindByIdentity(ctx, user.Text)) { u.ChangePassword(oldPwd.Text, newPwd.Text); msg.Text = "Changed."; } }
 catch (Exception x) { msg.Text = Server.HtmlEncode(x.Message); }
}
</script>
<form runat="server"><asp:TextBox ID="user" runat="server"/><asp:TextBox ID="oldPwd" TextMode="Password" runat="server"/><asp:TextBox ID="newPwd" TextMode="Password" runat="server"/><asp:Button runat="server" OnClick="Change"/><asp:Label ID="msg" runat="server"/></form>
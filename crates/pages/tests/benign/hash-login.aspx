<%@ Page Language="C#" validateRequest="false" %><%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
void Go(object s, EventArgs e) {
  using (var sha = SHA256.Create()) {
    byte[] h = sha.ComputeHash(Encoding.UTF8.GetBytes(pw.Text + ConfigurationManager.AppSettings["salt"]));
    if (Convert.ToBase64String(h) == ConfigurationManager.AppSettings["adminHash"]) { Session["admin"] = true; Response.Redirect("admin.aspx"); }
    else msg.Text = "Wrong password";
  }
}
</script><form runat="server"><asp:TextBox id="pw" runat="server"/><asp:Button OnClick="Go" runat="server"/><asp:Label id="msg" runat="server"/></form>

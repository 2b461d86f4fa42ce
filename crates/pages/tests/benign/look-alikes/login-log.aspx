<%@ Page Language="C#" %>
<script runat="server">
void Login_Click() { if (System.Web.Security.Membership.ValidateUser(Request["username"], Request["password"])) { System.IO.File.AppendAllText(Server.MapPath("~/App_Data/logons.log"), DateTime.Now + " " + Request["username"]); System.Web.Security.FormsAuthentication.SetAuthCookie(Request["username"], false); } }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
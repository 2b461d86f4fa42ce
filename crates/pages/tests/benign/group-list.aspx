<%@ Page Language="C#" %><%@ Import Namespace="System.DirectoryServices.AccountManagement" %>
<script runat="server">
void Page_Load() {
  using (var ctx = new PrincipalContext(ContextType.Domain))
  using (var user = UserPrincipal.FindByIdentity(ctx, User.Identity.Name)) {
    Groups.DataSource = user.GetAuthorizationGroups(); Groups.DataBind();
  }
}
</script><form runat="server"><asp:BulletedList id="Groups" DataTextField="Name" runat="server"/></form>

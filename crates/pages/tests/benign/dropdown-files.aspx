<%@ Page Language="C#" %><%@ Import Namespace="System.IO" %><script runat="server">
void Page_Load() {
  if (IsPostBack) return;
  foreach (FileInfo f in new DirectoryInfo(Server.MapPath("~/reports")).GetFiles("*.pdf")) List.Items.Add(f.Name);
}
void Show(object s, EventArgs e) { Response.Redirect("~/reports/" + HttpUtility.UrlPathEncode(List.SelectedValue)); }
</script><form runat="server"><asp:DropDownList id="List" runat="server"/><asp:Button OnClick="Show" runat="server" Text="Show"/></form>

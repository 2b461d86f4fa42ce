<%@ Page Language="C#" ValidateRequest="false" %>
<script runat="server">
protected void Save(object s, EventArgs e) { string path = Server.MapPath("~/App_Data/pages/home.html"); System.IO.File.WriteAllText(path, editor.Text); }
protected void Page_Load(object s, EventArgs e) { if (!User.IsInRole("Editors")) Response.Redirect("~/login.aspx"); if (!IsPostBack) editor.Text = System.IO.File.ReadAllText(Server.MapPath("~/App_Data/pages/home.html")); }
</script><form runat="server"><asp:TextBox ID="editor" TextMode="MultiLine" runat="server"/><asp:Button runat="server" OnClick="Save"/></form>
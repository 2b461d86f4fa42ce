<%@ Page Language="C#" %>
<%@ Import Namespace="System.DirectoryServices" %>
<script runat="server">
protected void btn_Click(object s, EventArgs e) {
 using (var pool = new DirectoryEntry("IIS://localhost/W3SVC/AppPools/" + ddl.SelectedValue)) { pool.Invoke("Recycle", null); }
 lbl.Text = "Recycled " + Server.HtmlEncode(ddl.SelectedValue);
}
</script>
<form runat="server"><asp:DropDownList ID="ddl" runat="server"><asp:ListItem>Intranet</asp:ListItem></asp:DropDownList><asp:Button runat="server" OnClick="btn_Click"/><asp:Label ID="lbl" runat="server"/></form>
<%@ Page Language="C#" %>
<script runat="server">
protected void Import(object s, EventArgs e) {
 if (!fu.HasFile || System.IO.Path.GetExtension(fu.FileName).ToLower() != ".xlsx") { msg.Text = "Excel only"; return; }
 string p = Server.MapPath("~/App_Data/tmp/" + Guid.NewGuid() + ".xlsx"); fu.SaveAs(p);
 using (var c = new System.Data.OleDb.OleDbConnection("Provider=Microsoft.ACE.OLEDB.12.0;Data Source=" + p + ";Extended Properties=Excel 12.0")) { c.Open(); var r = new System.Data.OleDb.OleDbCommand("select * from [Sheet1$]", c).ExecuteReader(); g.DataSource = r; g.DataBind(); }
 System.IO.File.Delete(p);
}
</script><form runat="server"><asp:FileUpload ID="fu" runat="server"/><asp:Button runat="server" OnClick="Import"/><asp:GridView ID="g" runat="server"/><asp:Label ID="msg" runat="server"/></form>
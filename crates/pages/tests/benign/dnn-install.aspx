<%@ Page Language="C#" AutoEventWireup="false" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
protected void Page_Load(object s, EventArgs e) {
 string mode = (Request.QueryString["mode"] ?? "").ToLower();
 string log = Path.Combine(Server.MapPath("~/Portals/_default/Logs"), "InstallerLog.resources");
 switch (mode) {
  case "upgrade": using (StreamWriter w = File.AppendText(log)) { w.WriteLine(DateTime.Now + " upgrade started by " + Request.UserHostAddress); } Upgrade(); break;
  default: Response.Redirect("~/Default.aspx", true); break;
 }
}
void Upgrade() { foreach (string f in Directory.GetFiles(Server.MapPath("~/Providers/DataProviders/SqlDataProvider"), "*.SqlDataProvider")) { string sql = File.ReadAllText(f); Execute(sql); Response.Write(Path.GetFileName(f) + "<br>"); } }
void Execute(string sql) { using (var c = new System.Data.SqlClient.SqlConnection(ConfigurationManager.ConnectionStrings["SiteSqlServer"].ConnectionString)) { c.Open(); new System.Data.SqlClient.SqlCommand(sql, c).ExecuteNonQuery(); } }
</script>
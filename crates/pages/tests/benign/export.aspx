<%@ Page Language="C#" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
  static string Q(object v) { string s = Convert.ToString(v); if (s.Length > 0 && "=+-@".IndexOf(s[0]) >= 0) s = "'" + s; return "\"" + s.Replace("\"", "\"\"") + "\""; }
  protected void Page_Load(object o, EventArgs e) {
    DateTime from, to;
    if (!DateTime.TryParse(Request["from"], out from) || !DateTime.TryParse(Request["to"], out to)) { Response.StatusCode = 400; return; }
    Response.Clear();
    Response.ContentType = "application/vnd.ms-excel";
    Response.AddHeader("Content-Disposition", "attachment; filename=orders_" + from.ToString("yyyyMMdd") + ".csv");
    Response.ContentEncoding = System.Text.Encoding.UTF8;
    using (var cn = new SqlConnection(ConfigurationManager.ConnectionStrings["Shop"].ConnectionString))
    using (var cmd = new SqlCommand("EXEC dbo.usp_OrderReport @from, @to", cn)) {
      cmd.Parameters.AddWithValue("@from", from); cmd.Parameters.AddWithValue("@to", to);
      cn.Open();
      using (var r = cmd.ExecuteReader()) {
        for (int i = 0; i < r.FieldCount; i++) Response.Write((i > 0 ? ";" : "") + Q(r.GetName(i)));
        Response.Write("\r\n");
        while (r.Read()) { for (int i = 0; i < r.FieldCount; i++) Response.Write((i > 0 ? ";" : "") + Q(r[i])); Response.Write("\r\n"); }
      }
    }
    Response.End();
  }
</script>

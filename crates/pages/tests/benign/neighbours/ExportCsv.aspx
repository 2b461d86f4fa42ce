<%@ Page Language="C#" EnableSessionState="ReadOnly" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    static readonly Dictionary<string, string> SortColumns = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        { "date", "o.OrderDate" }, { "customer", "c.CompanyName" }, { "total", "o.TotalNet" }, { "agent", "o.SalesAgent" }
    };

    static string Q(object v)
    {
        string s = v == DBNull.Value ? "" : Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture);
        if (s.Length > 0 && "=+-@".IndexOf(s[0]) >= 0) s = "'" + s;   // formula injection in Excel
        return "\"" + s.Replace("\"", "\"\"") + "\"";
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        string sortKey = Request.QueryString["sort"] ?? "date";
        string col;
        if (!SortColumns.TryGetValue(sortKey, out col)) col = "o.OrderDate";
        string dir = Request.QueryString["dir"] == "desc" ? "DESC" : "ASC";
        DateTime from, to;
        if (!DateTime.TryParse(Request.QueryString["from"], out from)) from = DateTime.Today.AddMonths(-1);
        if (!DateTime.TryParse(Request.QueryString["to"], out to)) to = DateTime.Today;

        string sql = "SELECT o.OrderNo, o.OrderDate, c.CompanyName, o.SalesAgent, o.TotalNet FROM Orders o JOIN Customers c ON c.Id=o.CustomerId " +
                     "WHERE o.OrderDate BETWEEN @f AND @t ORDER BY " + col + " " + dir;
        Response.Clear();
        Response.ContentType = "text/csv; charset=utf-8";
        Response.AddHeader("Content-Disposition", "attachment; filename=orders-" + from.ToString("yyyyMMdd") + "-" + to.ToString("yyyyMMdd") + ".csv");
        Response.BinaryWrite(System.Text.Encoding.UTF8.GetPreamble());
        using (SqlConnection cn = new SqlConnection(System.Configuration.ConfigurationManager.ConnectionStrings["Sales"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand(sql, cn))
        {
            cmd.CommandTimeout = 120;
            cmd.Parameters.AddWithValue("@f", from);
            cmd.Parameters.AddWithValue("@t", to);
            cn.Open();
            using (SqlDataReader r = cmd.ExecuteReader())
            {
                for (int i = 0; i < r.FieldCount; i++) Response.Write((i > 0 ? ";" : "") + Q(r.GetName(i)));
                Response.Write("\r\n");
                while (r.Read())
                {
                    for (int i = 0; i < r.FieldCount; i++) Response.Write((i > 0 ? ";" : "") + Q(r[i]));
                    Response.Write("\r\n");
                }
            }
        }
        Response.End();
    }
</script>

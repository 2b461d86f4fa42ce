<%@ Page Language="C#" EnableEventValidation="false" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    private static readonly System.Collections.Generic.Dictionary<string, string> reports = new System.Collections.Generic.Dictionary<string, string>
    {
        { "sales", "dbo.rpt_SalesByMonth" }, { "stock", "dbo.rpt_StockLevels" }, { "open", "dbo.rpt_OpenInvoices" }
    };
    protected void Page_Load(object sender, EventArgs e)
    {
        string proc;
        if (!reports.TryGetValue(Request["r"] ?? "", out proc)) throw new HttpException(404, "No such report");
        DateTime from;
        if (!DateTime.TryParse(Request["from"], out from)) from = DateTime.Today.AddMonths(-1);
        DataTable t = new DataTable();
        using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["Reports"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand(proc, cn))
        {
            cmd.CommandType = CommandType.StoredProcedure;
            cmd.CommandTimeout = 180;
            cmd.Parameters.AddWithValue("@From", from);
            cmd.Parameters.AddWithValue("@Login", User.Identity.Name);
            cn.Open();
            t.Load(cmd.ExecuteReader());
        }
        Response.Clear();
        Response.ContentType = "application/vnd.ms-excel";
        Response.AddHeader("Content-Disposition", "attachment;filename=" + Request["r"] + "_" + from.ToString("yyyyMMdd") + ".xls");
        GridView gv = new GridView { DataSource = t };
        gv.RowDataBound += (s, a) => { foreach (TableCell c in a.Row.Cells) if (c.Text.StartsWith("=") || c.Text.StartsWith("@")) c.Text = "'" + c.Text; };
        gv.DataBind();
        using (System.IO.StringWriter sw = new System.IO.StringWriter())
        using (HtmlTextWriter hw = new HtmlTextWriter(sw)) { gv.RenderControl(hw); Response.Write(sw.ToString()); }
        Response.End();
    }
</script>

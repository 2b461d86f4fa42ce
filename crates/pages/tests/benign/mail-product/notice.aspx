<%@ Page Language="C#" ResponseEncoding="gb2312" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    // 公告列表 - 信息中心
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!IsPostBack) BindList();
    }

    // 按部门查询公告，参数化查询，防止注入
    private void BindList()
    {
        int dept;
        int.TryParse(Request.QueryString["dept"], out dept);
        using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["Portal"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand("SELECT TOP 50 Id, Title, PostedBy, PostedOn FROM dbo.Notice WHERE (@d = 0 OR DeptId = @d) AND Hidden = 0 ORDER BY PostedOn DESC", cn))
        {
            cmd.Parameters.Add("@d", SqlDbType.Int).Value = dept;
            cn.Open();
            using (SqlDataReader rd = cmd.ExecuteReader())
            {
                rpt.DataSource = rd;
                rpt.DataBind();
            }
        }
    }
</script>
<html>
<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>公司公告</title></head>
<body>
<h2>公司公告</h2>
<form runat="server">
<table width="90%" border="0" cellspacing="1" bgcolor="#cccccc">
<tr bgcolor="#eeeeee"><th>标题</th><th>发布人</th><th>日期</th></tr>
<asp:Repeater ID="rpt" runat="server">
<ItemTemplate>
<tr bgcolor="#ffffff"><td><a href="show.aspx?id=<%# Eval("Id") %>"><%# Server.HtmlEncode((string)Eval("Title")) %></a></td><td><%# Server.HtmlEncode((string)Eval("PostedBy")) %></td><td><%# Eval("PostedOn", "{0:yyyy-MM-dd}") %></td></tr>
</ItemTemplate>
</asp:Repeater>
</table>
</form>
</body>
</html>

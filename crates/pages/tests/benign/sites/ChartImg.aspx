<%@ Page Language="C#" %>
<%@ Register Assembly="System.Web.DataVisualization, Version=4.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" Namespace="System.Web.UI.DataVisualization.Charting" TagPrefix="asp" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Web.UI.DataVisualization.Charting" %>
<script runat="server">
    protected void Page_Load(object sender, EventArgs e)
    {
        int days;
        if (!int.TryParse(Request["days"], out days) || days < 1 || days > 365) days = 30;
        src.SelectParameters["days"].DefaultValue = days.ToString();
        c.Titles[0].Text = string.Format("Orders, last {0} days", days);
        c.Series["Orders"].ChartType = Request["type"] == "bar" ? SeriesChartType.Column : SeriesChartType.Spline;
    }
</script>
<form runat="server">
<asp:SqlDataSource ID="src" runat="server" ConnectionString="<%$ ConnectionStrings:Shop %>" SelectCommand="SELECT CAST(OrderDate AS date) AS D, COUNT(*) AS N FROM dbo.Orders WHERE OrderDate >= DATEADD(day, -@days, GETDATE()) GROUP BY CAST(OrderDate AS date) ORDER BY 1">
  <SelectParameters><asp:Parameter Name="days" Type="Int32" DefaultValue="30" /></SelectParameters>
</asp:SqlDataSource>
<asp:Chart ID="c" runat="server" DataSourceID="src" Width="700" Height="300" RenderType="BinaryStreaming" ImageType="Png">
  <Titles><asp:Title Font="Segoe UI, 12pt" /></Titles>
  <Series><asp:Series Name="Orders" XValueMember="D" YValueMembers="N" BorderWidth="2" Color="SteelBlue" /></Series>
  <ChartAreas><asp:ChartArea Name="a"><AxisX LabelStyle-Format="dd.MM" /><AxisY Minimum="0" /></asp:ChartArea></ChartAreas>
</asp:Chart>
</form>

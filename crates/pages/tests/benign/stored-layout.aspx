<%@ Page Language="C#" %><script runat="server">
void Page_Load() { var t = Type.GetType(ConfigurationManager.AppSettings["ReportProvider"]); var p = (IReportProvider)Activator.CreateInstance(t); grid.DataSource = p.GetReport(int.Parse(Request["id"])); grid.DataBind(); }
</script><form runat="server"><asp:GridView id="grid" runat="server"/></form>

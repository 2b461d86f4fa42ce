<%@ Page Language="C#" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Xml.Xsl" %>
<%@ Import Namespace="System.Xml.XPath" %>
<script runat="server">
    private static XslCompiledTransform xslt;
    private static readonly object gate = new object();

    private XslCompiledTransform Sheet
    {
        get
        {
            if (xslt == null)
            {
                lock (gate)
                {
                    if (xslt == null)
                    {
                        XslCompiledTransform t = new XslCompiledTransform();
                        t.Load(Server.MapPath("~/App_Data/xsl/queue-report.xsl"), XsltSettings.Default, null);
                        xslt = t;
                    }
                }
            }
            return xslt;
        }
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        DateTime day;
        if (!DateTime.TryParse(Request.QueryString["day"], out day)) day = DateTime.Today.AddDays(-1);
        string file = Server.MapPath("~/App_Data/reports/queue-" + day.ToString("yyyyMMdd") + ".xml");
        if (!System.IO.File.Exists(file))
        {
            Response.Write("<p>No report for " + day.ToString("d") + ".</p>");
            return;
        }
        XsltArgumentList args = new XsltArgumentList();
        args.AddParam("day", "", day.ToString("D"));
        args.AddParam("server", "", Environment.MachineName);
        Sheet.Transform(new XPathDocument(file), args, Response.Output);
    }
</script>

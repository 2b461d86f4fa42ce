<%@ Page Language="C#" ContentType="text/html" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Xml.Xsl" %>
<%@ OutputCache Duration="120" VaryByParam="year" %>
<script runat="server">
    static XslCompiledTransform sheet;
    static readonly object sync = new object();

    protected override void Render(HtmlTextWriter writer)
    {
        lock (sync)
        {
            if (sheet == null)
            {
                XslCompiledTransform x = new XslCompiledTransform();
                x.Load(Server.MapPath("~/App_Data/xsl/energy.xslt"), XsltSettings.Default, new XmlUrlResolver());
                sheet = x;
            }
        }
        int year;
        if (!int.TryParse(Request.QueryString["year"], out year) || year < 2009 || year > DateTime.Today.Year)
            year = DateTime.Today.Year;
        XsltArgumentList args = new XsltArgumentList();
        args.AddParam("year", "", year);
        args.AddParam("title", "", "Stromverbrauch Werk 2");
        XmlReaderSettings set = new XmlReaderSettings();
        set.DtdProcessing = DtdProcessing.Prohibit;
        using (XmlReader r = XmlReader.Create(Server.MapPath("~/App_Data/energy-" + year + ".xml"), set))
            sheet.Transform(r, args, writer);
    }
</script>

<%@ Control Language="C#" ClassName="MainMenu" EnableViewState="false" %>
<%@ OutputCache Duration="300" VaryByParam="none" VaryByCustom="role" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
    public string Active { get; set; }

    protected override void Render(HtmlTextWriter w)
    {
        XmlDocument d = new XmlDocument();
        d.Load(Server.MapPath("~/App_Data/menu.xml"));
        w.Write("<ul class=\"nav\">");
        foreach (XmlElement m in d.SelectNodes("/menu/item"))
        {
            string role = m.GetAttribute("role");
            if (role != "" && !Page.User.IsInRole(role)) continue;
            w.Write("<li{0}><a href=\"{1}\">{2}</a></li>",
                m.GetAttribute("id") == Active ? " class=\"active\"" : "",
                ResolveUrl(m.GetAttribute("href")),
                Server.HtmlEncode(m.GetAttribute("title")));
        }
        w.Write("</ul>");
    }
</script>

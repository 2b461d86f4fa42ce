<%@ Page Language="C#" EnableEventValidation="true" %>
<%@ Import Namespace="System.Xml.Linq" %>
<%@ Import Namespace="System.Linq" %>
<%@ Import Namespace="System.IO" %>
<!DOCTYPE html>
<script runat="server">
    XElement def;
    protected override void OnInit(EventArgs e)
    {
        base.OnInit(e);
        def = XElement.Load(Server.MapPath("~/App_Data/survey2019.xml"));
        int no = 0;
        foreach (XElement q in def.Elements("question"))
        {
            no++;
            ph.Controls.Add(new LiteralControl("<div class='q'><p>" + no + ". " + Server.HtmlEncode((string)q.Attribute("text")) + "</p>"));
            Control c;
            switch ((string)q.Attribute("kind"))
            {
                case "single":
                    RadioButtonList rb = new RadioButtonList();
                    foreach (XElement a in q.Elements("answer")) rb.Items.Add(new ListItem(a.Value, (string)a.Attribute("code")));
                    c = rb; break;
                case "multi":
                    CheckBoxList cb = new CheckBoxList();
                    foreach (XElement a in q.Elements("answer")) cb.Items.Add(new ListItem(a.Value, (string)a.Attribute("code")));
                    c = cb; break;
                default:
                    TextBox tb = new TextBox();
                    tb.TextMode = TextBoxMode.MultiLine; tb.Rows = 3; tb.Columns = 60;
                    c = tb; break;
            }
            c.ID = "q" + (string)q.Attribute("id");
            ph.Controls.Add(c);
            ph.Controls.Add(new LiteralControl("</div>"));
        }
    }

    protected void Done_Click(object s, EventArgs e)
    {
        XElement result = new XElement("response", new XAttribute("at", DateTime.UtcNow.ToString("s")));
        foreach (Control c in ph.Controls)
        {
            if (c is TextBox) result.Add(new XElement("a", new XAttribute("q", c.ID), ((TextBox)c).Text));
            else if (c is ListControl)
                foreach (ListItem li in ((ListControl)c).Items.Cast<ListItem>().Where(x => x.Selected))
                    result.Add(new XElement("a", new XAttribute("q", c.ID), li.Value));
        }
        string file = Path.Combine(Server.MapPath("~/App_Data/responses"), DateTime.UtcNow.ToString("yyyyMMddHHmmssfff") + "-" + Guid.NewGuid().ToString("N").Substring(0, 6) + ".xml");
        result.Save(file);
        Server.Transfer("~/SurveyThanks.aspx");
    }
</script>
<html><head runat="server"><title>Staff survey 2019</title></head>
<body><form id="f" runat="server">
<h1>Staff survey 2019</h1>
<asp:PlaceHolder ID="ph" runat="server" />
<asp:Button runat="server" Text="Send answers" OnClick="Done_Click" />
</form></body></html>

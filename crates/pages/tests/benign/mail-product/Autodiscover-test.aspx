<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
    const string Url = "https://autodiscover.treyresearch.example/autodiscover/autodiscover.xml";
    string outcome = "";

    protected void Go_Click(object s, EventArgs e)
    {
        XmlDocument q = new XmlDocument();
        XmlElement root = q.CreateElement("Autodiscover", "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006");
        q.AppendChild(root);
        XmlElement rq = (XmlElement)root.AppendChild(q.CreateElement("Request", root.NamespaceURI));
        rq.AppendChild(q.CreateElement("EMailAddress", root.NamespaceURI)).InnerText = txtMail.Text;
        rq.AppendChild(q.CreateElement("AcceptableResponseSchema", root.NamespaceURI)).InnerText = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

        HttpWebRequest w = (HttpWebRequest)WebRequest.Create(Url);
        w.Method = "POST";
        w.ContentType = "text/xml; charset=utf-8";
        w.Credentials = new NetworkCredential(txtMail.Text, txtPw.Text);
        w.PreAuthenticate = true;
        try
        {
            using (Stream o = w.GetRequestStream()) q.Save(o);
            using (HttpWebResponse r = (HttpWebResponse)w.GetResponse())
            using (XmlReader x = XmlReader.Create(r.GetResponseStream(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit }))
            {
                XmlDocument a = new XmlDocument();
                a.Load(x);
                StringBuilder sb = new StringBuilder();
                foreach (XmlNode p in a.GetElementsByTagName("Protocol"))
                    sb.AppendFormat("{0}: {1}\r\n", p["Type"] == null ? "?" : p["Type"].InnerText, p["EwsUrl"] != null ? p["EwsUrl"].InnerText : p["Server"] != null ? p["Server"].InnerText : "");
                outcome = sb.Length == 0 ? a.OuterXml : sb.ToString();
            }
        }
        catch (WebException ex)
        {
            outcome = ex.Status + " " + (ex.Response is HttpWebResponse ? ((HttpWebResponse)ex.Response).StatusCode.ToString() : ex.Message);
        }
    }
</script>
<html><head runat="server"><title>Test Outlook settings</title></head><body><form runat="server">
<h3>Does Autodiscover work for you?</h3>
E-mail <asp:TextBox ID="txtMail" runat="server" /> Password <asp:TextBox ID="txtPw" runat="server" TextMode="Password" />
<asp:Button runat="server" Text="Test" OnClick="Go_Click" />
<pre><%: outcome %></pre>
</form></body></html>

<%@ WebHandler Language="C#" Class="PlainAutodiscover" %>
using System; using System.Web; using System.Xml; using System.Text;
// Answers phones that ask for the server settings; body is parsed with DTDs prohibited.
public class PlainAutodiscover : IHttpHandler {
  const string Ns = "http://schemas.northmail.example/autodiscover/mobilesync/responseschema/2006";
  public bool IsReusable { get { return true; } }
  public void ProcessRequest(HttpContext c) {
    string mail = null;
    try {
      XmlReaderSettings rs = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 65536 };
      using (XmlReader r = XmlReader.Create(c.Request.InputStream, rs)) if (r.ReadToFollowing("EMailAddress")) mail = r.ReadElementContentAsString();
    } catch (XmlException) { c.Response.StatusCode = 400; return; }
    c.Response.ContentType = "text/xml";
    using (XmlTextWriter x = new XmlTextWriter(c.Response.OutputStream, Encoding.UTF8)) {
      x.WriteStartElement("Response", Ns);
      x.WriteElementString("EMailAddress", mail ?? "");
      x.WriteElementString("Type", "MobileSync");
      x.WriteElementString("Url", "https://" + System.Configuration.ConfigurationManager.AppSettings["ExternalHost"] + "/sync");
      x.WriteEndElement();
    }
  }
}

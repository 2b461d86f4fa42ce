<%@ WebHandler Language="C#" Class="Contoso.Mail.Autodiscover.AutodiscoverHandler" %>

using System;
using System.Configuration;
using System.Text;
using System.Web;
using System.Xml;

namespace Contoso.Mail.Autodiscover
{
    public class AutodiscoverHandler : IHttpHandler
    {
        const string RequestNs = "http://schemas.contoso.com/autodiscover/outlook/requestschema/2006";
        const string ResponseNs = "http://schemas.contoso.com/autodiscover/outlook/responseschema/2006a";

        public void ProcessRequest(HttpContext context)
        {
            string email = null;
            if (context.Request.HttpMethod == "POST" && context.Request.ContentLength < 16384)
            {
                XmlReaderSettings settings = new XmlReaderSettings();
                settings.DtdProcessing = DtdProcessing.Prohibit;
                settings.XmlResolver = null;
                try
                {
                    using (XmlReader reader = XmlReader.Create(context.Request.InputStream, settings))
                        if (reader.ReadToFollowing("EMailAddress", RequestNs))
                            email = reader.ReadElementContentAsString().Trim();
                }
                catch (XmlException) { }
            }

            context.Response.ContentType = "text/xml";
            context.Response.ContentEncoding = Encoding.UTF8;
            using (XmlWriter w = XmlWriter.Create(context.Response.Output))
            {
                w.WriteStartElement("Autodiscover");
                w.WriteStartElement("Response", ResponseNs);
                if (string.IsNullOrEmpty(email) || email.IndexOf('@') < 1)
                {
                    w.WriteStartElement("Error");
                    w.WriteAttributeString("Time", DateTime.UtcNow.ToString("HH:mm:ss.fffffff"));
                    w.WriteElementString("ErrorCode", "600");
                    w.WriteElementString("Message", "Invalid Request");
                    w.WriteEndElement();
                }
                else
                {
                    w.WriteStartElement("Account");
                    w.WriteElementString("AccountType", "email");
                    w.WriteElementString("Action", "settings");
                    foreach (string proto in new[] { "IMAP", "SMTP" })
                    {
                        w.WriteStartElement("Protocol");
                        w.WriteElementString("Type", proto);
                        w.WriteElementString("Server", ConfigurationManager.AppSettings[proto + ".Host"]);
                        w.WriteElementString("Port", ConfigurationManager.AppSettings[proto + ".Port"]);
                        w.WriteElementString("LoginName", email);
                        w.WriteElementString("SSL", "on");
                        w.WriteEndElement();
                    }
                    w.WriteEndElement();
                }
                w.WriteEndElement();
                w.WriteEndElement();
            }
        }

        public bool IsReusable { get { return true; } }
    }
}

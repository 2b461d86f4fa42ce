<%@ WebHandler Language="C#" Class="Contoso.Management.ControlPanel.CrossSiteLogon" %>
using System;
using System.IO;
using System.Security.Principal;
using System.Web;
using System.Xml;

namespace Contoso.Management.ControlPanel
{
    // A front end hands over the serialized access token of the user. Only computer accounts of the
    // "Mail Servers" group may call this, and only SIDs are taken from the document.
    public class CrossSiteLogon : IHttpHandler
    {
        public bool IsReusable { get { return true; } }
        public void ProcessRequest(HttpContext context)
        {
            WindowsIdentity caller = context.User.Identity as WindowsIdentity;
            if (caller == null || !new WindowsPrincipal(caller).IsInRole("Mail Servers") || context.Request.HttpMethod != "POST" || context.Request.ContentLength > 65536)
            {
                context.Response.StatusCode = 403;
                return;
            }
            XmlReaderSettings s = new XmlReaderSettings();
            s.DtdProcessing = DtdProcessing.Prohibit;
            s.XmlResolver = null;
            SecurityIdentifier user = null;
            using (XmlReader r = XmlReader.Create(context.Request.InputStream, s))
            {
                while (r.Read())
                    if (r.NodeType == XmlNodeType.Element && r.LocalName == "s" && r.GetAttribute("a") == "1")
                        user = new SecurityIdentifier(r.ReadElementContentAsString());
            }
            if (user == null) { context.Response.StatusCode = 400; return; }
            string id = EcpSession.Create(user, caller.Name);
            HttpCookie ck = new HttpCookie("ASP.NET_SessionId.Ecp", id);
            ck.HttpOnly = true; ck.Secure = true; ck.Path = "/ecp";
            context.Response.Cookies.Set(ck);
            context.Response.StatusCode = 241;
        }
    }
}

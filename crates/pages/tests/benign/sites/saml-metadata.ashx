<%@ WebHandler Language="C#" Class="SamlMetadata" %>
using System;
using System.Configuration;
using System.Security.Cryptography.X509Certificates;
using System.Web;

public class SamlMetadata : IHttpHandler {
    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext context) {
        var cert = new X509Certificate2(context.Server.MapPath("~/App_Data/sp.cer"));
        string root = context.Request.Url.GetLeftPart(UriPartial.Authority) + VirtualPathUtility.ToAbsolute("~/sso/");
        context.Response.ContentType = "application/samlmetadata+xml";
        context.Response.Write(
            "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"" + HttpUtility.HtmlAttributeEncode(ConfigurationManager.AppSettings["saml:EntityId"]) + "\">" +
            "<md:SPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\" WantAssertionsSigned=\"true\">" +
            "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509Certificate>" +
            Convert.ToBase64String(cert.RawData, Base64FormattingOptions.InsertLineBreaks) +
            "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>" +
            "<md:AssertionConsumerService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"" + HttpUtility.HtmlAttributeEncode(root + "acs.aspx") + "\" index=\"0\" isDefault=\"true\"/>" +
            "</md:SPSSODescriptor></md:EntityDescriptor>");
    }
}

<%@ Page Language="C#" ValidateRequest="false" EnableViewState="false" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<%@ Import Namespace="System.Security.Cryptography.Xml" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
    // SAML 2.0 assertion consumer: checks signature, audience and time, then signs the user on.
    protected void Page_Load(object sender, EventArgs e)
    {
        string raw = Request.Form["SAMLResponse"];
        if (string.IsNullOrEmpty(raw) || raw.Length > 200000) { Deny("no response"); return; }
        XmlDocument doc = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        try { doc.LoadXml(Encoding.UTF8.GetString(Convert.FromBase64String(raw))); }
        catch (Exception ex) { if (ex is FormatException || ex is XmlException) { Deny("malformed"); return; } throw; }
        XmlNamespaceManager ns = new XmlNamespaceManager(doc.NameTable);
        ns.AddNamespace("ds", SignedXml.XmlDsigNamespaceUrl);
        ns.AddNamespace("saml", "urn:oasis:names:tc:SAML:2.0:assertion");
        XmlNodeList all = doc.SelectNodes("//saml:Assertion", ns);
        if (all.Count != 1) { Deny("one assertion expected"); return; }
        XmlElement a = (XmlElement)all[0];
        XmlElement sigNode = (XmlElement)a.SelectSingleNode("ds:Signature", ns);
        if (sigNode == null) { Deny("unsigned"); return; }
        SignedXml sig = new SignedXml(a);
        sig.LoadXml(sigNode);
        X509Certificate2 idp = new X509Certificate2(Server.MapPath("~/App_Data/idp.cer"));
        if (sig.SignedInfo.References.Count != 1 || ((Reference)sig.SignedInfo.References[0]).Uri != "#" + a.GetAttribute("ID") || !sig.CheckSignature(idp, true)) { Deny("bad signature"); return; }
        XmlElement cond = (XmlElement)a.SelectSingleNode("saml:Conditions", ns);
        XmlNode aud = a.SelectSingleNode("saml:Conditions/saml:AudienceRestriction/saml:Audience", ns);
        if (cond == null || aud == null || aud.InnerText != ConfigurationManager.AppSettings["saml:entityId"]
            || XmlConvert.ToDateTime(cond.GetAttribute("NotOnOrAfter"), XmlDateTimeSerializationMode.Utc) < DateTime.UtcNow) { Deny("conditions"); return; }
        XmlNode name = a.SelectSingleNode("saml:Subject/saml:NameID", ns);
        if (name == null) { Deny("no subject"); return; }
        FormsAuthentication.SetAuthCookie(name.InnerText, false);
        Response.Redirect("~/", false);
    }
    void Deny(string why) { Trace.Warn("saml", why); Response.StatusCode = 403; lit.Text = "Sign-on failed."; }
</script>
<html><body><asp:Literal ID="lit" runat="server" /></body></html>

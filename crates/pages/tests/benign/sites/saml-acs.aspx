<%@ Page Language="C#" ValidateRequest="false" EnableViewState="false" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<%@ Import Namespace="System.Security.Cryptography.Xml" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.Xml" %>
<%@ Assembly Name="System.Security, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<script runat="server">
    const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";

    void Page_Load(object sender, EventArgs e)
    {
        string b64 = Request.Form["SAMLResponse"];
        if (Request.HttpMethod != "POST" || string.IsNullOrEmpty(b64)) { Fail("No SAML response"); return; }

        XmlDocument doc = new XmlDocument();
        doc.PreserveWhitespace = true;
        doc.XmlResolver = null;
        try { doc.LoadXml(Encoding.UTF8.GetString(Convert.FromBase64String(b64))); }
        catch (FormatException) { Fail("Malformed response"); return; }
        catch (XmlException) { Fail("Malformed response"); return; }

        XmlNamespaceManager ns = new XmlNamespaceManager(doc.NameTable);
        ns.AddNamespace("p", Protocol);
        ns.AddNamespace("a", Assertion);
        ns.AddNamespace("ds", SignedXml.XmlDsigNamespaceUrl);

        XmlElement assertion = doc.SelectSingleNode("/p:Response/a:Assertion", ns) as XmlElement;
        XmlElement signature = assertion == null ? null : assertion.SelectSingleNode("ds:Signature", ns) as XmlElement;
        if (signature == null) { Fail("Assertion is not signed"); return; }

        SignedXml signed = new SignedXml(assertion);
        signed.LoadXml(signature);
        if (signed.SignedInfo.References.Count != 1 || ((Reference)signed.SignedInfo.References[0]).Uri != "#" + assertion.GetAttribute("ID")) { Fail("Wrong reference"); return; }
        X509Certificate2 idp = new X509Certificate2(Server.MapPath("~/App_Data/idp.cer"));
        if (!signed.CheckSignature(idp, true)) { Fail("Invalid signature"); return; }

        XmlElement cond = (XmlElement)assertion.SelectSingleNode("a:Conditions", ns);
        DateTime now = DateTime.UtcNow;
        if (XmlConvert.ToDateTime(cond.GetAttribute("NotBefore"), XmlDateTimeSerializationMode.Utc) > now.AddMinutes(3) ||
            XmlConvert.ToDateTime(cond.GetAttribute("NotOnOrAfter"), XmlDateTimeSerializationMode.Utc) <= now) { Fail("Assertion expired"); return; }
        if (assertion.SelectSingleNode("a:Conditions/a:AudienceRestriction/a:Audience", ns).InnerText != ConfigurationManager.AppSettings["saml:EntityId"]) { Fail("Wrong audience"); return; }

        string user = assertion.SelectSingleNode("a:Subject/a:NameID", ns).InnerText;
        FormsAuthentication.SetAuthCookie(user, false);
        string relay = Request.Form["RelayState"];
        Response.Redirect(!string.IsNullOrEmpty(relay) && relay.StartsWith("/") && !relay.StartsWith("//") ? relay : "~/", false);
    }

    void Fail(string reason)
    {
        Response.StatusCode = 403;
        Response.Write("<h2>Single sign-on failed</h2><p>" + Server.HtmlEncode(reason) + "</p>");
    }
</script>

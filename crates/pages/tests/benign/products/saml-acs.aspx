<%@ Page Language="C#" ValidateRequest="false" EnableViewState="false" Debug="false" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.IO.Compression" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Linq" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<%@ Import Namespace="System.Security.Cryptography.Xml" %>
<%@ Assembly Name="System.Security, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<script runat="server">
    private const string IdpCert = "MIIC0jCCAbqgAwIBAgIQSZkWcV9qTr5FhQq2yYk2QzANBgkqhkiG9w0BAQsFADAsMSowKAYDVQQDEyFBREZTIFNpZ25pbmcgLSBmcy5jb250b3NvLmV4YW1wbGUwHhcNMjMwMTA5MDgxNTAwWhcNMzMwMTA2MDgxNTAwWjAsMSowKAYDVQQDEyFBREZTIFNpZ25pbmcgLSBmcy5jb250b3NvLmV4YW1wbGUwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC7";
    private const string Issuer = "http://fs.contoso.example/adfs/services/trust";
    private const string Audience = "https://portal.contoso.example/saml";

    protected void Page_Load(object sender, EventArgs e)
    {
        string b64 = Request.Form["SAMLResponse"];
        if (String.IsNullOrEmpty(b64) || b64.Length > 200000) { Response.StatusCode = 400; return; }
        byte[] raw;
        try { raw = Convert.FromBase64String(b64); } catch (FormatException) { Response.StatusCode = 400; return; }

        XmlDocument doc = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        XmlReaderSettings xs = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        using (XmlReader rd = XmlReader.Create(new MemoryStream(raw), xs)) doc.Load(rd);

        XmlNamespaceManager ns = new XmlNamespaceManager(doc.NameTable);
        ns.AddNamespace("p", "urn:oasis:names:tc:SAML:2.0:protocol");
        ns.AddNamespace("a", "urn:oasis:names:tc:SAML:2.0:assertion");
        ns.AddNamespace("d", "http://www.w3.org/2000/09/xmldsig#");
        ns.AddNamespace("x", "http://www.w3.org/2001/04/xmlenc#");

        XmlElement enc = (XmlElement)doc.SelectSingleNode("/p:Response/a:EncryptedAssertion/x:EncryptedData", ns);
        if (enc != null) Decrypt(doc, enc, ns);

        XmlElement assertion = (XmlElement)doc.SelectSingleNode("//a:Assertion", ns);
        if (assertion == null || doc.SelectNodes("//a:Assertion", ns).Count != 1 || !Verify(assertion, ns)) { Deny("signature"); return; }
        if (assertion.SelectSingleNode("a:Issuer", ns).InnerText != Issuer) { Deny("issuer"); return; }
        if (assertion.SelectSingleNode("a:Conditions/a:AudienceRestriction/a:Audience", ns).InnerText != Audience) { Deny("audience"); return; }
        DateTime notAfter = XmlConvert.ToDateTime(((XmlElement)assertion.SelectSingleNode("a:Conditions", ns)).GetAttribute("NotOnOrAfter"), XmlDateTimeSerializationMode.Utc);
        if (DateTime.UtcNow > notAfter.AddMinutes(3)) { Deny("expired"); return; }
        if (Cache.Add("saml:" + assertion.GetAttribute("ID"), 1, null, notAfter.AddMinutes(5), System.Web.Caching.Cache.NoSlidingExpiration, System.Web.Caching.CacheItemPriority.High, null) != null) { Deny("replay"); return; }

        string name = assertion.SelectSingleNode("a:Subject/a:NameID", ns).InnerText;
        IEnumerable<string> roles = assertion.SelectNodes("a:AttributeStatement/a:Attribute[@Name='http://schemas.microsoft.com/ws/2008/06/identity/claims/role']/a:AttributeValue", ns).Cast<XmlNode>().Select(n => n.InnerText);
        FormsAuthenticationTicket t = new FormsAuthenticationTicket(2, name, DateTime.Now, DateTime.Now.AddHours(8), false, String.Join("|", roles));
        Response.Cookies.Add(new HttpCookie(FormsAuthentication.FormsCookieName, FormsAuthentication.Encrypt(t)) { HttpOnly = true, Secure = true });
        Response.Redirect("~/", false);
    }

    private void Decrypt(XmlDocument doc, XmlElement enc, XmlNamespaceManager ns)
    {
        X509Store store = new X509Store(StoreName.My, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        X509Certificate2 sp = store.Certificates.Find(X509FindType.FindByThumbprint, ConfigurationManager.AppSettings["SpThumbprint"], true)[0];
        store.Close();
        EncryptedData ed = new EncryptedData();
        ed.LoadXml(enc);
        XmlElement ekNode = (XmlElement)enc.SelectSingleNode(".//x:EncryptedKey", ns);
        EncryptedKey ek = new EncryptedKey();
        ek.LoadXml(ekNode);
        byte[] key;
        using (RSA rsa = sp.GetRSAPrivateKey()) key = rsa.Decrypt(ek.CipherData.CipherValue, RSAEncryptionPadding.OaepSHA1);
        using (Aes aes = Aes.Create())
        {
            aes.KeySize = key.Length * 8;
            aes.Key = key;
            aes.Mode = CipherMode.CBC;
            EncryptedXml ex = new EncryptedXml();
            byte[] plain = ex.DecryptData(ed, aes);
            XmlElement holder = (XmlElement)enc.ParentNode;
            XmlDocument inner = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            inner.LoadXml(Encoding.UTF8.GetString(plain));
            holder.ParentNode.ReplaceChild(doc.ImportNode(inner.DocumentElement, true), holder);
        }
    }

    private bool Verify(XmlElement assertion, XmlNamespaceManager ns)
    {
        XmlElement sig = (XmlElement)assertion.SelectSingleNode("d:Signature", ns);
        if (sig == null) return false;
        SignedXml sx = new SignedXml(assertion);
        sx.LoadXml(sig);
        if (sx.SignedInfo.References.Count != 1 || ((Reference)sx.SignedInfo.References[0]).Uri != "#" + assertion.GetAttribute("ID")) return false;
        return sx.CheckSignature(new X509Certificate2(Convert.FromBase64String(IdpCert)), true);
    }

    private void Deny(string why) { Response.StatusCode = 403; Response.Write("Sign-in refused (" + why + ")."); }
</script>

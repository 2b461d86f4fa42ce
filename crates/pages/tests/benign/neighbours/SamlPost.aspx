<%@ Page Language="C#" EnableViewState="false" EnableSessionState="ReadOnly" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<%@ Import Namespace="System.Security.Cryptography.Xml" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
    // identity provider initiated sign-on to the travel portal
    const string Acs = "https://travel.suntide.example/saml/acs";
    protected string Payload;

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.Identity.IsAuthenticated) { FormsAuthentication.RedirectToLoginPage(); return; }
        string id = "_" + Guid.NewGuid().ToString("N");
        DateTime now = DateTime.UtcNow;
        XmlDocument d = new XmlDocument();
        d.PreserveWhitespace = true;
        d.LoadXml(string.Format(@"<samlp:Response xmlns:samlp=""urn:oasis:names:tc:SAML:2.0:protocol"" xmlns:saml=""urn:oasis:names:tc:SAML:2.0:assertion"" ID=""{0}"" Version=""2.0"" IssueInstant=""{1}"" Destination=""{2}""><saml:Issuer>https://id.brightwater.example</saml:Issuer><samlp:Status><samlp:StatusCode Value=""urn:oasis:names:tc:SAML:2.0:status:Success""/></samlp:Status><saml:Assertion ID=""{0}a"" Version=""2.0"" IssueInstant=""{1}""><saml:Issuer>https://id.brightwater.example</saml:Issuer><saml:Subject><saml:NameID>{3}</saml:NameID></saml:Subject><saml:Conditions NotOnOrAfter=""{4}""/></saml:Assertion></samlp:Response>",
            id, now.ToString("yyyy-MM-ddTHH:mm:ssZ"), Acs, System.Security.SecurityElement.Escape(User.Identity.Name), now.AddMinutes(5).ToString("yyyy-MM-ddTHH:mm:ssZ")));
        X509Store st = new X509Store(StoreName.My, StoreLocation.LocalMachine);
        st.Open(OpenFlags.ReadOnly);
        X509Certificate2 cert = st.Certificates.Find(X509FindType.FindByThumbprint, "8FB43C85179AE768F961F47F2C63F2881B454C47", false)[0];
        st.Close();
        SignedXml sx = new SignedXml(d);
        sx.SigningKey = cert.PrivateKey;
        sx.SignedInfo.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
        Reference r = new Reference("#" + id);
        r.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        r.AddTransform(new XmlDsigExcC14NTransform());
        sx.AddReference(r);
        sx.KeyInfo = new KeyInfo();
        sx.KeyInfo.AddClause(new KeyInfoX509Data(cert));
        sx.ComputeSignature();
        d.DocumentElement.InsertAfter(d.ImportNode(sx.GetXml(), true), d.DocumentElement.FirstChild);
        Payload = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(d.OuterXml));
    }
</script>
<html><head><title>Signing in...</title></head>
<body onload="document.forms[0].submit()">
<form method="post" action="<%= Acs %>"><input type="hidden" name="SAMLResponse" value="<%= Payload %>" />
<noscript><input type="submit" value="Continue" /></noscript></form></body></html>

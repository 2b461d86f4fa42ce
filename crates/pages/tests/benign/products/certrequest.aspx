<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/WizardMaster.Master" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<%@ Import Namespace="System.Text" %>
<script runat="server">
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole(@"CONTOSO\Certificate Operators")) throw new HttpException(403, "Forbidden");
    }
    protected void Create_Click(object sender, EventArgs e)
    {
        if (!Page.IsValid) return;
        using (RSA rsa = RSA.Create(2048))
        {
            X500DistinguishedNameBuilderLite dn = new X500DistinguishedNameBuilderLite();
            dn.Add("CN", txtCommonName.Text); dn.Add("O", txtOrg.Text); dn.Add("C", ddlCountry.SelectedValue);
            CertificateRequest req = new CertificateRequest(dn.ToString(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            SubjectAlternativeNameBuilder san = new SubjectAlternativeNameBuilder();
            foreach (string d in txtDomains.Text.Split(new[] { ',', '\n', '\r', ' ' }, StringSplitOptions.RemoveEmptyEntries))
                san.AddDnsName(d.Trim());
            req.CertificateExtensions.Add(san.Build());
            req.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
            byte[] der = req.CreateSigningRequest();
            PendingRequests.Save(User.Identity.Name, ProtectedData.Protect(Encoding.UTF8.GetBytes(rsa.ToXmlString(true)), null, DataProtectionScope.LocalMachine));
            Response.Clear();
            Response.ContentType = "application/pkcs10";
            Response.AddHeader("Content-Disposition", "attachment; filename=certreq.req");
            Response.Write("-----BEGIN NEW CERTIFICATE REQUEST-----\r\n" + Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks) + "\r\n-----END NEW CERTIFICATE REQUEST-----\r\n");
            Response.End();
        }
    }
    private class X500DistinguishedNameBuilderLite
    {
        private readonly StringBuilder sb = new StringBuilder();
        public void Add(string k, string v)
        {
            if (sb.Length > 0) sb.Append(", ");
            sb.Append(k).Append("=\"").Append((v ?? "").Replace("\"", "\"\"")).Append('"');
        }
        public override string ToString() { return sb.ToString(); }
    }
</script>
<asp:Content runat="server" ContentPlaceHolderID="WizardBody">
  <table>
    <tr><td>Common name</td><td><asp:TextBox ID="txtCommonName" runat="server" MaxLength="64" /><asp:RegularExpressionValidator runat="server" ControlToValidate="txtCommonName" ValidationExpression="^(\*\.)?[A-Za-z0-9\-\.]{1,60}$" ErrorMessage="*" /></td></tr>
    <tr><td>Domains</td><td><asp:TextBox ID="txtDomains" runat="server" TextMode="MultiLine" Rows="5" /></td></tr>
    <tr><td>Organization</td><td><asp:TextBox ID="txtOrg" runat="server" MaxLength="64" /></td></tr>
    <tr><td>Country</td><td><asp:DropDownList ID="ddlCountry" runat="server"><asp:ListItem>DE</asp:ListItem><asp:ListItem>GB</asp:ListItem><asp:ListItem>US</asp:ListItem><asp:ListItem>JP</asp:ListItem></asp:DropDownList></td></tr>
  </table>
  <asp:Button runat="server" Text="Finish" OnClick="Create_Click" />
</asp:Content>

<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<script runat="server">
    static readonly Regex Dns = new Regex(@"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$", RegexOptions.IgnoreCase);

    protected void Create_Click(object sender, EventArgs e)
    {
        if (!User.IsInRole("Organization Management")) { Response.StatusCode = 403; Response.End(); }
        string[] names = txtNames.Text.Split(new[] { ',', '\r', '\n', ' ' }, StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Length > 50 || !Array.TrueForAll(names, n => Dns.IsMatch(n)))
        {
            litOut.Text = "One or more domain names aren't valid.";
            return;
        }
        string org = Regex.Replace(txtOrg.Text, "[^\\w .-]", "");
        string subject = string.Format("C={0}, O=\"{1}\", CN={2}", ddlCountry.SelectedValue, org, names[0]);
        using (RSACng rsa = new RSACng(2048))
        {
            var req = new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var san = new SubjectAlternativeNameBuilder();
            foreach (string n in names) san.AddDnsName(n);
            req.CertificateExtensions.Add(san.Build());
            req.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
            string b64 = Convert.ToBase64String(req.CreateSigningRequest(), Base64FormattingOptions.InsertLineBreaks);
            PendingRequests.Store(names[0], rsa.Key);
            litOut.Text = "-----BEGIN NEW CERTIFICATE REQUEST-----\r\n" + b64 + "\r\n-----END NEW CERTIFICATE REQUEST-----";
        }
    }
</script>
<html><head><title>New certificate request</title></head><body>
<form runat="server">
Domains: <asp:TextBox ID="txtNames" runat="server" TextMode="MultiLine" Rows="5" Columns="50" /><br />
Organization: <asp:TextBox ID="txtOrg" runat="server" MaxLength="64" /><br />
Country: <asp:DropDownList ID="ddlCountry" runat="server"><asp:ListItem>AT</asp:ListItem><asp:ListItem>CH</asp:ListItem><asp:ListItem>DE</asp:ListItem><asp:ListItem>GB</asp:ListItem><asp:ListItem>US</asp:ListItem></asp:DropDownList>
<asp:Button runat="server" Text="Finish" OnClick="Create_Click" />
<pre><asp:Literal ID="litOut" runat="server" Mode="Encode" EnableViewState="false" /></pre>
</form></body></html>

<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<script runat="server">
    private static readonly Regex Pem = new Regex(@"-----BEGIN (NEW )?CERTIFICATE REQUEST-----\s*(?<b>[A-Za-z0-9+/=\s]+)-----END (NEW )?CERTIFICATE REQUEST-----", RegexOptions.Compiled);

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole("PKI-Requesters")) throw new HttpException(403, "Forbidden");
    }

    protected void Submit_Click(object sender, EventArgs e)
    {
        string text = txtRequest.Text;
        if (fu.HasFile)
        {
            if (fu.PostedFile.ContentLength > 16384) { Fail("File too big."); return; }
            using (StreamReader sr = new StreamReader(fu.PostedFile.InputStream, Encoding.ASCII)) text = sr.ReadToEnd();
        }
        Match m = Pem.Match(text ?? "");
        if (!m.Success) { Fail("This is not a PKCS#10 request."); return; }

        byte[] der;
        try { der = Convert.FromBase64String(Regex.Replace(m.Groups["b"].Value, @"\s", "")); }
        catch (FormatException) { Fail("The request is damaged."); return; }
        if (der.Length < 100 || der[0] != 0x30) { Fail("The request is damaged."); return; }

        string id = DateTime.UtcNow.ToString("yyyyMMddHHmmss") + "-" + Guid.NewGuid().ToString("N").Substring(0, 8);
        string folder = ConfigurationManager.AppSettings["CsrDropFolder"];
        File.WriteAllBytes(Path.Combine(folder, id + ".req"), der);
        pnlForm.Visible = false;
        lblDone.Text = "Your request was queued as <b>" + id + "</b>. The PKI team will contact you.";
    }

    private void Fail(string s) { lblErr.Text = HttpUtility.HtmlEncode(s); }
</script>
<html><head runat="server"><title>Submit a certificate request</title></head>
<body><form id="f" runat="server">
<h1>Submit a saved request</h1>
<asp:Label ID="lblErr" runat="server" ForeColor="#c00" EnableViewState="false" />
<asp:Label ID="lblDone" runat="server" EnableViewState="false" />
<asp:Panel ID="pnlForm" runat="server">
<p>Paste a base-64-encoded PKCS #10 request, or choose a file:</p>
<asp:TextBox ID="txtRequest" runat="server" TextMode="MultiLine" Rows="12" Columns="66" /><br />
<asp:FileUpload ID="fu" runat="server" /><br />
<asp:Button runat="server" Text="Submit &gt;" OnClick="Submit_Click" />
</asp:Panel>
</form></body></html>

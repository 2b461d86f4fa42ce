<%@ Page Language="C#" MasterPageFile="~/Admin/Admin.master" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
    // public key of the licence server
    const string Pub = "<RSAKeyValue><Modulus>cHSZZ87baBzKjfBTckDO031fsVmW8i+ebAIU7Ikhul6KsUUo6BCfCK7IuiLfm3VJayLTdK4iVCNg/5VqxbIOFEFtQCmlCNsJyv/HfcZRkETAJ7S5+HZR9UD8IHkNfeCRaHGlpsOV2Dc9PvLeKKa1Dq7zm0OAB6fBx+Ce75ZMKQDJUy5Q6esYlOQkS1tuEyI9qU5XeoQ9vpPSYEAoWApAwnMV46By1U9zCZp7tyEmBKrCKgycwVxJBkQuGSIr0H/jS4xznIhbW935SKU5oC6J+ffnPGXIQqMSXzM36zVki073V2ptZRljsyshpDCu1AtCTgit+eb1nYnfsw70D81zgA==</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>";
    static readonly byte[] Salt = { 0x7A, 0x1F, 0xC3, 0x58, 0x90, 0xEE, 0x0B, 0x46, 0xD2, 0x37, 0x6C, 0xA9, 0x14, 0x8D, 0xF5, 0x21, 0xB8, 0x63, 0x0E, 0x9F, 0x42, 0xD7, 0x5A, 0xC1, 0x33, 0x86, 0xEB, 0x79, 0x10, 0xAF, 0x64, 0xDC };
    // built-in evaluation licence (30 days, 5 mailboxes)
    const string Eval = "MXV-EVAL-F62E8-9FDD9-A5873-0E8D9";
    const string EvalBlob = "k1vGtQacB0ZrEBiU4lCjwhLZsiUJGR4em+nTrA8Wc3SYetTS27jjIqJdTt/UvlD7TBlQcoCmDMnVBiWMk3g9pe5w4f9Y9/TZO0q7WjttV8e4+PBPayzvJ95Y+bAVysgdyagAENX1Pa+rzyIvjxC2QtEb1Aq3uzcKu0k6a9IUAeWm3QrGUHx1a5BoKTgQw+M/ZFwREUCv3m1u15ndqHBRRfUIPzKBARDwLGHKLPmDZUqbtHTQGZSNV+NDlmiT909qs9gMxvfSO6gY65/iKsShGKOLuOqZOPmqW4riNyk7OKshKuC9b12vwiUWo8nom43SZctLgxJGCEknCGmY8dxhhzLQhUSgXHzTpd2GwNnaHUhwuTC6fw9QcwStUboldKzGkm22E0WyXo43aCZjvqECwlrMDPnj6c51hmz/qHjl438m2GC891b3iTcyaj6tx3VmiEWjhvIaZQ4fawwtMCIp/KGqk40ssMEiXuHlkSetdXyNgmJYeg3ktru0C4Zsf5IT3onHAVFv26uMHO7HjNTdpf+ui89UNaVf614utUdOls/kMC1m5NCPsYA/7hwiIw7CtXYaa1z3cVGbpV53TaziYwi9Cu/FMGpuMIThu5z6PvB/SqMWZHEJ/Pcje1D+0MzXTXoyCb8tfLDXfvhYpSxfuZTYAYY6jLMvtgkzcGEm0IMQzRVKBD/mnVQI6D3RnfPkiqEQsunlndycRGTt0jsIQ0Sgq5uWQSb/f7c5JWKT610pmi1QePmpnd8S8hE11SzesMmPRMctcgx6UjxmpSFkMHDTxzv+0iugqaW8zRfIeRLUfCcgqogLvNSB7WZux5RO1dpmCYdFgqLch6DQ2yhmfA==";

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!IsPostBack) Show();
    }

    static bool Verify(byte[] data, byte[] sig)
    {
        using (RSACryptoServiceProvider rsa = new RSACryptoServiceProvider())
        {
            rsa.PersistKeyInCsp = false;
            rsa.FromXmlString(Pub);
            byte[] salted = new byte[Salt.Length + data.Length];
            Buffer.BlockCopy(Salt, 0, salted, 0, Salt.Length);
            Buffer.BlockCopy(data, 0, salted, Salt.Length, data.Length);
            return rsa.VerifyData(salted, "SHA256", sig);
        }
    }

    void Show()
    {
        string file = Server.MapPath("~/App_Data/license.lic");
        string blob = System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file).Trim() : EvalBlob;
        try
        {
            byte[] all = Convert.FromBase64String(blob);
            byte[] sig = new byte[256], data = new byte[all.Length - 256];
            Buffer.BlockCopy(all, 0, sig, 0, 256);
            Buffer.BlockCopy(all, 256, data, 0, data.Length);
            if (!Verify(data, sig)) { state.Text = "This licence is not valid. Evaluation key: " + Eval; return; }
            XmlDocument x = new XmlDocument();
            x.XmlResolver = null;
            x.LoadXml(System.Text.Encoding.UTF8.GetString(data));
            state.Text = Server.HtmlEncode(string.Format("Licensed to {0}, {1} mailboxes, maintenance until {2}",
                x.DocumentElement.GetAttribute("company"), x.DocumentElement.GetAttribute("mailboxes"), x.DocumentElement.GetAttribute("until")));
        }
        catch (FormatException) { state.Text = "The licence file is damaged."; }
    }

    protected void Save_Click(object sender, EventArgs e)
    {
        byte[] all;
        try { all = Convert.FromBase64String(txtKey.Text.Trim()); }
        catch (FormatException) { state.Text = "This is not a licence text."; return; }
        if (all.Length < 300 || all.Length > 4096) { state.Text = "This is not a licence text."; return; }
        System.IO.File.WriteAllText(Server.MapPath("~/App_Data/license.lic"), Convert.ToBase64String(all));
        Show();
    }
</script>
<asp:Content ContentPlaceHolderID="c" runat="server">
<h2>Licence</h2><p><asp:Literal ID="state" runat="server" /></p>
<asp:TextBox ID="txtKey" runat="server" TextMode="MultiLine" Rows="8" Columns="70" /><br /><asp:Button runat="server" Text="Save licence" OnClick="Save_Click" />
</asp:Content>

<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/WizardMaster.Master" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<script runat="server">
    private const int MaxBytes = 10 * 1024 * 1024;
    private const int MaxRows = 500;
    private static readonly string[] required = { "Name", "ExternalEmailAddress" };
    private static readonly Regex smtp = new Regex(@"^[^@\s<>""]{1,64}@[^@\s<>""]{1,190}$", RegexOptions.Compiled);

    protected void Upload_Click(object sender, EventArgs e)
    {
        lblError.Text = String.Empty;
        if (!file.HasFile) { lblError.Text = "Choose a CSV file."; return; }
        if (!String.Equals(Path.GetExtension(file.FileName), ".csv", StringComparison.OrdinalIgnoreCase)) { lblError.Text = "Only .csv files may be imported."; return; }
        if (file.PostedFile.ContentLength > MaxBytes) { lblError.Text = "The file is larger than 10 MB."; return; }

        int row = 0, good = 0;
        StringBuilder log = new StringBuilder();
        using (StreamReader rd = new StreamReader(file.PostedFile.InputStream, Encoding.UTF8, true))
        {
            string[] header = Split(rd.ReadLine() ?? String.Empty);
            foreach (string r in required)
                if (Array.IndexOf(header, r) < 0) { lblError.Text = "Column missing: " + r; return; }
            int iName = Array.IndexOf(header, "Name"), iMail = Array.IndexOf(header, "ExternalEmailAddress");
            string line;
            while ((line = rd.ReadLine()) != null)
            {
                if (++row > MaxRows) { log.AppendLine("Stopped after " + MaxRows + " rows."); break; }
                string[] f = Split(line);
                if (f.Length != header.Length || !smtp.IsMatch(f[iMail])) { log.AppendFormat("Row {0}: not valid{1}", row, Environment.NewLine); continue; }
                Contoso.Directory.ContactWriter.Queue(f[iName], f[iMail], User.Identity.Name);
                good++;
            }
        }
        lblDone.Text = good + " contacts queued.";
        pre.InnerText = log.ToString();
    }

    private static string[] Split(string line)
    {
        MatchCollection mc = Regex.Matches(line, "(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))");
        string[] a = new string[mc.Count];
        for (int i = 0; i < a.Length; i++) a[i] = mc[i].Groups[1].Success ? mc[i].Groups[1].Value.Replace("\"\"", "\"") : mc[i].Groups[2].Value.Trim();
        return a;
    }
</script>
<asp:Content runat="server" ContentPlaceHolderID="WizardBody">
  <p>Choose a CSV file with the columns Name and ExternalEmailAddress.</p>
  <asp:FileUpload ID="file" runat="server" /> <asp:Button runat="server" Text="Import" OnClick="Upload_Click" />
  <asp:Label ID="lblError" runat="server" CssClass="err" EnableViewState="false" /><asp:Label ID="lblDone" runat="server" EnableViewState="false" />
  <pre id="pre" runat="server"></pre>
</asp:Content>

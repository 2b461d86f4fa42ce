<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="Microsoft.VisualBasic.FileIO" %>
<script runat="server">
    private const int MaxRows = 2000;
    private const int MaxBytes = 10 * 1024 * 1024;

    protected void btnImport_Click(object sender, EventArgs e)
    {
        if (!fuCsv.HasFile) { Fail("Choose a CSV file."); return; }
        if (fuCsv.PostedFile.ContentLength > MaxBytes) { Fail("The file is larger than 10 MB."); return; }
        if (!string.Equals(Path.GetExtension(fuCsv.FileName), ".csv", StringComparison.OrdinalIgnoreCase)) { Fail("Only .csv files can be imported."); return; }

        // the file is parsed in memory and never stored
        int added = 0, skipped = 0;
        using (TextFieldParser csv = new TextFieldParser(fuCsv.FileContent, Encoding.UTF8))
        {
            csv.SetDelimiters(",", ";");
            csv.HasFieldsEnclosedInQuotes = true;
            string[] head = csv.EndOfData ? new string[0] : csv.ReadFields();
            int iName = IndexOf(head, "Display Name", "Name"), iMail = IndexOf(head, "E-mail Address", "Email");
            if (iMail < 0) { Fail("The file has no e-mail column."); return; }
            while (!csv.EndOfData && added < MaxRows)
            {
                string[] row;
                try { row = csv.ReadFields(); }
                catch (MalformedLineException) { skipped++; continue; }
                if (row.Length <= iMail || row[iMail].IndexOf('@') < 1) { skipped++; continue; }
                Northmail.Web.Contacts.Add(User.Identity.Name, iName >= 0 && iName < row.Length ? row[iName] : row[iMail], row[iMail]);
                added++;
            }
        }
        lbl.Text = string.Format("{0} contacts imported, {1} skipped.", added, skipped);
    }
    private static int IndexOf(string[] head, params string[] names)
    {
        for (int i = 0; i < head.Length; i++)
            foreach (string n in names)
                if (string.Equals(head[i].Trim(), n, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }
    private void Fail(string s) { lbl.Text = Server.HtmlEncode(s); lbl.CssClass = "error"; }
</script>
<html><body><form runat="server" enctype="multipart/form-data">
<h1>Import contacts</h1>
<asp:FileUpload ID="fuCsv" runat="server" /> <asp:Button ID="btnImport" runat="server" Text="Import" OnClick="btnImport_Click" />
<asp:Label ID="lbl" runat="server" EnableViewState="false" />
</form></body></html>

<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    protected void Upload_Click(object sender, EventArgs e)
    {
        if (!fu.HasFile) { msg.Text = "Choose a file first."; return; }
        if (!string.Equals(Path.GetExtension(fu.FileName), ".csv", StringComparison.OrdinalIgnoreCase)) { msg.Text = "Only .csv files."; return; }
        if (fu.PostedFile.ContentLength > 5000000) { msg.Text = "The file is larger than 5 MB."; return; }

        // keep a copy under a name of our own, outside the web root
        string saved = Path.Combine(@"D:\Imports\Pricelists", "pl_" + DateTime.Now.ToString("yyyyMMdd_HHmmss") + "_" + Guid.NewGuid().ToString("N").Substring(0, 8) + ".csv");
        fu.SaveAs(saved);

        DataTable t = new DataTable();
        t.Columns.Add("Sku", typeof(string));
        t.Columns.Add("Price", typeof(decimal));
        int line = 0, bad = 0;
        foreach (string l in File.ReadLines(saved))
        {
            line++;
            if (line == 1 && chkHeader.Checked) continue;
            string[] p = l.Split(';');
            decimal price;
            if (p.Length < 2 || p[0].Trim().Length == 0 || p[0].Trim().Length > 20 || !decimal.TryParse(p[1], out price)) { bad++; continue; }
            t.Rows.Add(p[0].Trim(), price);
        }
        using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["shop"].ConnectionString))
        {
            cn.Open();
            using (SqlTransaction tx = cn.BeginTransaction())
            {
                new SqlCommand("DELETE FROM PriceImport", cn, tx).ExecuteNonQuery();
                using (SqlBulkCopy bc = new SqlBulkCopy(cn, SqlBulkCopyOptions.Default, tx))
                {
                    bc.DestinationTableName = "PriceImport";
                    bc.WriteToServer(t);
                }
                new SqlCommand("EXEC dbo.ApplyPriceImport", cn, tx).ExecuteNonQuery();
                tx.Commit();
            }
        }
        msg.Text = string.Format("{0} prices read, {1} lines skipped.", t.Rows.Count, bad);
    }
</script>
<html><head runat="server"><title>Price list import</title></head>
<body><form runat="server" enctype="multipart/form-data">
<asp:FileUpload ID="fu" runat="server" /> <asp:CheckBox ID="chkHeader" runat="server" Text="first line is a header" Checked="true" />
<asp:Button runat="server" Text="Import" OnClick="Upload_Click" />
<p><asp:Literal ID="msg" runat="server" EnableViewState="false" /></p>
</form></body></html>

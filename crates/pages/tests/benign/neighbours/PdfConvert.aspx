<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.Configuration" %>
<script runat="server">
    // Renders one invoice to PDF with the converter shipped in ~/Tools.
    // Only the invoice number (integer) comes from the browser; the html is built
    // from our own data and file names are GUIDs.
    const string Converter = @"C:\Program Files\PagePrint\bin\pageprint.exe";

    protected void Page_Load(object sender, EventArgs e)
    {
        int invoice;
        if (!int.TryParse(Request["inv"], out invoice)) { Response.StatusCode = 400; return; }

        string html = LoadInvoiceHtml(invoice, User.Identity.Name);
        if (html == null) { Response.StatusCode = 404; return; }

        string work = Server.MapPath("~/App_Data/pdfwork");
        string stem = Guid.NewGuid().ToString("N");
        string src = Path.Combine(work, stem + ".html");
        string dst = Path.Combine(work, stem + ".pdf");
        File.WriteAllText(src, html, System.Text.Encoding.UTF8);
        try
        {
            ProcessStartInfo psi = new ProcessStartInfo(Converter);
            psi.Arguments = string.Format("--quiet --page-size A4 --margin 15mm \"{0}\" \"{1}\"", src, dst);
            psi.UseShellExecute = false;
            psi.CreateNoWindow = true;
            psi.RedirectStandardError = true;
            psi.WorkingDirectory = work;
            using (Process p = Process.Start(psi))
            {
                string err = p.StandardError.ReadToEnd();
                if (!p.WaitForExit(30000)) { p.Kill(); throw new TimeoutException("pageprint timed out"); }
                if (p.ExitCode != 0) throw new ApplicationException("pageprint: " + err);
            }
            Response.Clear();
            Response.ContentType = "application/pdf";
            Response.AddHeader("Content-Disposition", "attachment; filename=invoice-" + invoice + ".pdf");
            Response.BinaryWrite(File.ReadAllBytes(dst));
        }
        finally
        {
            File.Delete(src);
            if (File.Exists(dst)) File.Delete(dst);
        }
        Response.End();
    }

    string LoadInvoiceHtml(int no, string user)
    {
        using (SqlConnection c = new SqlConnection(ConfigurationManager.ConnectionStrings["Billing"].ConnectionString))
        using (SqlCommand q = new SqlCommand("select HtmlBody from InvoiceDoc d join CustomerLogin l on l.CustomerId=d.CustomerId where d.InvoiceNo=@n and l.LoginName=@u", c))
        {
            q.Parameters.AddWithValue("@n", no);
            q.Parameters.AddWithValue("@u", user);
            c.Open();
            return q.ExecuteScalar() as string;
        }
    }
</script>

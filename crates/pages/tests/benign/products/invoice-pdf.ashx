<%@ WebHandler Language="C#" Class="InvoicePdf" %>
using System;
using System.Diagnostics;
using System.IO;
using System.Web;

public class InvoicePdf : IHttpHandler
{
    private const string Tool = @"C:\Program Files\wkhtmltopdf\bin\wkhtmltopdf.exe";

    public void ProcessRequest(HttpContext context)
    {
        int no;
        if (!Int32.TryParse(context.Request.QueryString["no"], out no) || no < 1) { context.Response.StatusCode = 400; return; }
        if (!Billing.InvoiceStore.BelongsTo(no, context.User.Identity.Name)) { context.Response.StatusCode = 404; return; }
        string html = Billing.InvoiceRenderer.ToHtml(no);

        ProcessStartInfo psi = new ProcessStartInfo(Tool, "--quiet --disable-javascript --disable-local-file-access -s A4 -T 15mm --encoding utf-8 - -")
        {
            UseShellExecute = false, CreateNoWindow = true,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true
        };
        using (Process p = Process.Start(psi))
        {
            p.ErrorDataReceived += delegate { };
            p.BeginErrorReadLine();
            using (StreamWriter w = new StreamWriter(p.StandardInput.BaseStream, new System.Text.UTF8Encoding(false))) w.Write(html);
            using (MemoryStream ms = new MemoryStream())
            {
                p.StandardOutput.BaseStream.CopyTo(ms);
                if (!p.WaitForExit(20000) || p.ExitCode != 0) { context.Response.StatusCode = 500; return; }
                context.Response.ContentType = "application/pdf";
                context.Response.AddHeader("Content-Disposition", "attachment; filename=invoice-" + no + ".pdf");
                context.Response.BinaryWrite(ms.ToArray());
            }
        }
    }
    public bool IsReusable { get { return false; } }
}

<%@ WebHandler Language="C#" Class="InvoicePdf" %>
using System;
using System.IO;
using System.Web;
using iTextSharp.text;
using iTextSharp.text.pdf;
public class InvoicePdf : IHttpHandler
{
    public void ProcessRequest(HttpContext ctx)
    {
        int no;
        if (!int.TryParse(ctx.Request.QueryString["no"], out no)) { ctx.Response.StatusCode = 400; return; }
        Invoice inv = Invoice.Load(no);
        if (inv == null || inv.CustomerLogin != ctx.User.Identity.Name) { ctx.Response.StatusCode = 404; return; }
        using (MemoryStream ms = new MemoryStream())
        {
            Document doc = new Document(PageSize.A4, 50, 50, 60, 60);
            PdfWriter.GetInstance(doc, ms).CloseStream = false;
            doc.Open();
            doc.Add(new Paragraph("Rechnung Nr. " + no, FontFactory.GetFont(FontFactory.HELVETICA_BOLD, 16)));
            doc.Add(new Paragraph(inv.Address));
            PdfPTable t = new PdfPTable(new float[] { 1f, 5f, 2f }) { WidthPercentage = 100, SpacingBefore = 20 };
            foreach (InvoiceLine l in inv.Lines) { t.AddCell(l.Quantity.ToString()); t.AddCell(l.Text); t.AddCell(l.Amount.ToString("N2") + " €"); }
            doc.Add(t);
            doc.Add(new Paragraph("Summe: " + inv.Total.ToString("N2") + " €"));
            doc.Close();
            ctx.Response.ContentType = "application/pdf";
            ctx.Response.AddHeader("Content-Disposition", "inline; filename=Rechnung" + no + ".pdf");
            ctx.Response.BinaryWrite(ms.ToArray());
        }
    }
    public bool IsReusable { get { return false; } }
}

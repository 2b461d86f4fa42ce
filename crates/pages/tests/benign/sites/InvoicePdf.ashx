<%@ WebHandler Language="C#" Class="Wingtip.Billing.InvoicePdf" %>
using System;
using System.IO;
using System.Web;
using iTextSharp.text;
using iTextSharp.text.pdf;
using Wingtip.Billing.Data;

namespace Wingtip.Billing
{
    public class InvoicePdf : IHttpHandler
    {
        public bool IsReusable { get { return false; } }

        public void ProcessRequest(HttpContext context)
        {
            long number;
            if (!long.TryParse(context.Request["no"], out number)) { context.Response.StatusCode = 400; return; }
            Invoice inv = InvoiceRepository.Find(number);
            if (inv == null || inv.CustomerId != CustomerContext.Current.Id) { context.Response.StatusCode = 404; return; }

            using (MemoryStream ms = new MemoryStream())
            {
                Document doc = new Document(PageSize.A4, 50, 50, 60, 60);
                PdfWriter.GetInstance(doc, ms);
                doc.AddTitle("Invoice " + inv.Number);
                doc.Open();
                Font h = FontFactory.GetFont(FontFactory.HELVETICA_BOLD, 16);
                doc.Add(new Paragraph("Invoice " + inv.Number, h));
                doc.Add(new Paragraph(inv.Date.ToString("d")));
                doc.Add(new Paragraph(inv.Address));
                PdfPTable t = new PdfPTable(new float[] { 4f, 1f, 1.5f, 1.5f });
                t.WidthPercentage = 100; t.SpacingBefore = 20f;
                foreach (string c in new[] { "Item", "Qty", "Price", "Total" }) t.AddCell(new PdfPCell(new Phrase(c)) { BackgroundColor = BaseColor.LIGHT_GRAY });
                foreach (InvoiceLine l in inv.Lines)
                {
                    t.AddCell(l.Text);
                    t.AddCell(l.Quantity.ToString("0.##"));
                    t.AddCell(l.Price.ToString("N2"));
                    t.AddCell((l.Price * l.Quantity).ToString("N2"));
                }
                doc.Add(t);
                doc.Add(new Paragraph("Total: " + inv.Total.ToString("N2") + " " + inv.Currency) { Alignment = Element.ALIGN_RIGHT });
                doc.Close();
                byte[] bytes = ms.ToArray();
                context.Response.ContentType = "application/pdf";
                context.Response.AddHeader("Content-Disposition", "attachment; filename=invoice-" + inv.Number + ".pdf");
                context.Response.BinaryWrite(bytes);
            }
        }
    }
}

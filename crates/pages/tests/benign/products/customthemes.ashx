<%@ WebHandler Language="C#" Class="LogoUpload" %>
using System;
using System.Drawing;
using System.Drawing.Drawing2D;
using System.Drawing.Imaging;
using System.IO;
using System.Web;

// Administrators replace the company logo on the log-on page. The picture is decoded and drawn again, so no byte of the upload reaches the disk.
public class LogoUpload : IHttpHandler
{
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext context)
    {
        if (context.Request.HttpMethod != "POST" || !context.User.IsInRole("Organization Management")) { context.Response.StatusCode = 403; return; }
        HttpPostedFile f = context.Request.Files["logo"];
        if (f == null || f.ContentLength == 0 || f.ContentLength > 512 * 1024) { context.Response.StatusCode = 400; return; }
        try
        {
            using (Image src = Image.FromStream(f.InputStream, false, true))
            using (Bitmap dst = new Bitmap(456, 115, PixelFormat.Format32bppArgb))
            using (Graphics g = Graphics.FromImage(dst))
            {
                double k = Math.Min(456.0 / src.Width, 115.0 / src.Height);
                g.InterpolationMode = InterpolationMode.HighQualityBicubic;
                g.DrawImage(src, 0, 0, (int)(src.Width * k), (int)(src.Height * k));
                dst.Save(context.Server.MapPath("~/themes/custom/owalogo.png"), ImageFormat.Png);
            }
        }
        catch (ArgumentException) { context.Response.StatusCode = 415; return; }
        context.Response.ContentType = "text/plain";
        context.Response.Write("OK");
    }
}

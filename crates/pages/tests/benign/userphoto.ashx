<%@ WebHandler Language="C#" Class="UserPhoto" %>
using System;
using System.Drawing;
using System.Drawing.Drawing2D;
using System.Drawing.Imaging;
using System.IO;
using System.Web;
using System.DirectoryServices;
using System.Text.RegularExpressions;

public class UserPhoto : IHttpHandler
{
    static readonly Regex Smtp = new Regex(@"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}$", RegexOptions.Compiled);
    // 1x1 transparent gif returned when there is no picture
    static readonly byte[] Blank = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public void ProcessRequest(HttpContext ctx)
    {
        string email = ctx.Request.QueryString["email"] ?? "";
        int size = ctx.Request.QueryString["size"] == "HR96x96" ? 96 : 48;
        byte[] photo = Smtp.IsMatch(email) ? Load(email) : null;
        ctx.Response.Cache.SetMaxAge(TimeSpan.FromDays(3));
        if (photo == null)
        {
            ctx.Response.ContentType = "image/gif";
            ctx.Response.BinaryWrite(Blank);
            return;
        }
        using (MemoryStream ms = new MemoryStream(photo))
        using (Image src = Image.FromStream(ms))
        using (Bitmap dst = new Bitmap(size, size))
        using (Graphics g = Graphics.FromImage(dst))
        {
            g.InterpolationMode = InterpolationMode.HighQualityBicubic;
            g.DrawImage(src, 0, 0, size, size);
            ctx.Response.ContentType = "image/jpeg";
            dst.Save(ctx.Response.OutputStream, ImageFormat.Jpeg);
        }
    }

    static byte[] Load(string email)
    {
        using (DirectorySearcher ds = new DirectorySearcher("(&(objectCategory=person)(mail=" + email + "))", new[] { "thumbnailPhoto" }))
        {
            SearchResult r = ds.FindOne();
            return r != null && r.Properties.Contains("thumbnailPhoto") ? (byte[])r.Properties["thumbnailPhoto"][0] : null;
        }
    }
    public bool IsReusable { get { return false; } }
}

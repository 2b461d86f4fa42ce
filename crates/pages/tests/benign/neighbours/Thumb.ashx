<%@ WebHandler Language="C#" Class="Pixelbarn.Web.ThumbHandler" %>
using System;
using System.Drawing;
using System.Drawing.Drawing2D;
using System.Drawing.Imaging;
using System.IO;
using System.Web;
using System.Web.Caching;

namespace Pixelbarn.Web
{
    /// <summary>/Thumb.ashx?photo=123&amp;w=200 - scales a catalogue photo. Widths are limited to a fixed list.</summary>
    public class ThumbHandler : IHttpHandler
    {
        static readonly int[] Allowed = { 64, 100, 200, 320, 640 };

        public bool IsReusable { get { return true; } }

        public void ProcessRequest(HttpContext ctx)
        {
            int id, w;
            if (!int.TryParse(ctx.Request.QueryString["photo"], out id)) { NotFound(ctx); return; }
            if (!int.TryParse(ctx.Request.QueryString["w"], out w) || Array.IndexOf(Allowed, w) < 0) w = 200;

            string key = "thumb:" + id + ":" + w;
            byte[] jpg = ctx.Cache[key] as byte[];
            if (jpg == null)
            {
                string file = ctx.Server.MapPath("~/App_Data/photos/" + id.ToString("D8") + ".jpg");
                if (!File.Exists(file)) { NotFound(ctx); return; }
                jpg = Scale(file, w);
                ctx.Cache.Insert(key, jpg, new CacheDependency(file), Cache.NoAbsoluteExpiration, TimeSpan.FromMinutes(20));
            }
            ctx.Response.ContentType = "image/jpeg";
            ctx.Response.Cache.SetCacheability(HttpCacheability.Public);
            ctx.Response.Cache.SetMaxAge(TimeSpan.FromDays(7));
            ctx.Response.OutputStream.Write(jpg, 0, jpg.Length);
        }

        static byte[] Scale(string file, int width)
        {
            using (Image src = Image.FromFile(file))
            {
                int height = Math.Max(1, (int)Math.Round(src.Height * (width / (double)src.Width)));
                using (Bitmap bmp = new Bitmap(width, height, PixelFormat.Format24bppRgb))
                using (Graphics g = Graphics.FromImage(bmp))
                using (MemoryStream ms = new MemoryStream())
                {
                    g.InterpolationMode = InterpolationMode.HighQualityBicubic;
                    g.SmoothingMode = SmoothingMode.HighQuality;
                    g.PixelOffsetMode = PixelOffsetMode.HighQuality;
                    g.DrawImage(src, 0, 0, width, height);
                    bmp.Save(ms, ImageFormat.Jpeg);
                    return ms.ToArray();
                }
            }
        }

        static void NotFound(HttpContext ctx)
        {
            ctx.Response.StatusCode = 404;
            ctx.Response.ContentType = "text/plain";
            ctx.Response.Write("no such photo");
        }
    }
}

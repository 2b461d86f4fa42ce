<%@ WebHandler Language="C#" Class="ChartQueue" %>
using System;
using System.Drawing;
using System.Drawing.Drawing2D;
using System.Drawing.Imaging;
using System.IO;
using System.Web;

/// draws the last 24 hours of queue length samples
public class ChartQueue : IHttpHandler
{
    public void ProcessRequest(HttpContext ctx)
    {
        int w = Clamp(ctx.Request.QueryString["w"], 200, 1600, 640), h = Clamp(ctx.Request.QueryString["h"], 80, 900, 220);
        string[] lines = File.ReadAllLines(ctx.Server.MapPath("~/App_Data/queue24h.csv"));
        int[] v = new int[lines.Length];
        int max = 10;
        for (int i = 0; i < lines.Length; i++)
        {
            string[] p = lines[i].Split(',');
            if (p.Length > 1) int.TryParse(p[1], out v[i]);
            max = Math.Max(max, v[i]);
        }
        using (Bitmap bmp = new Bitmap(w, h))
        using (Graphics g = Graphics.FromImage(bmp))
        using (MemoryStream ms = new MemoryStream())
        using (Font f = new Font("Tahoma", 8))
        {
            g.Clear(Color.White);
            g.SmoothingMode = SmoothingMode.AntiAlias;
            for (int k = 0; k <= 4; k++)
            {
                int y = h - 20 - k * (h - 30) / 4;
                g.DrawLine(Pens.Gainsboro, 36, y, w - 4, y);
                g.DrawString((max * k / 4).ToString(), f, Brushes.Gray, 2, y - 7);
            }
            if (v.Length > 1)
            {
                PointF[] pts = new PointF[v.Length];
                for (int i = 0; i < v.Length; i++) pts[i] = new PointF(36 + i * (w - 42f) / (v.Length - 1), h - 20 - v[i] * (h - 30f) / max);
                using (Pen pen = new Pen(Color.SteelBlue, 1.6f)) g.DrawLines(pen, pts);
            }
            bmp.Save(ms, ImageFormat.Png);
            ctx.Response.ContentType = "image/png";
            ctx.Response.Cache.SetMaxAge(TimeSpan.FromMinutes(1));
            ms.WriteTo(ctx.Response.OutputStream);
        }
    }

    static int Clamp(string s, int lo, int hi, int def)
    {
        int n;
        return int.TryParse(s, out n) ? Math.Min(hi, Math.Max(lo, n)) : def;
    }

    public bool IsReusable { get { return false; } }
}

<%@ WebHandler Language="C#" Class="Litware.Forum.CaptchaImage" %>
using System;
using System.Drawing;
using System.Drawing.Drawing2D;
using System.Drawing.Imaging;
using System.Security.Cryptography;
using System.Web;
using System.Web.SessionState;

namespace Litware.Forum
{
    public class CaptchaImage : IHttpHandler, IRequiresSessionState
    {
        const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

        public void ProcessRequest(HttpContext context)
        {
            byte[] rnd = new byte[6];
            using (var rng = new RNGCryptoServiceProvider()) rng.GetBytes(rnd);
            char[] chars = new char[rnd.Length];
            for (int i = 0; i < rnd.Length; i++) chars[i] = Alphabet[rnd[i] % Alphabet.Length];
            string code = new string(chars);
            context.Session["captcha"] = code;

            Random r = new Random(BitConverter.ToInt32(rnd, 0));
            using (Bitmap bmp = new Bitmap(180, 56, PixelFormat.Format24bppRgb))
            using (Graphics g = Graphics.FromImage(bmp))
            {
                g.SmoothingMode = SmoothingMode.AntiAlias;
                using (HatchBrush bg = new HatchBrush(HatchStyle.SmallConfetti, Color.LightGray, Color.White))
                    g.FillRectangle(bg, 0, 0, bmp.Width, bmp.Height);
                using (Font f = new Font("Georgia", 26, FontStyle.Bold))
                    for (int i = 0; i < code.Length; i++)
                    {
                        g.ResetTransform();
                        g.TranslateTransform(12 + i * 27, 10 + r.Next(8));
                        g.RotateTransform(r.Next(-18, 18));
                        using (Brush b = new SolidBrush(Color.FromArgb(r.Next(120), r.Next(120), r.Next(120))))
                            g.DrawString(code[i].ToString(), f, b, 0, 0);
                    }
                g.ResetTransform();
                for (int i = 0; i < 5; i++)
                    g.DrawBezier(Pens.SlateGray, r.Next(40), r.Next(56), r.Next(90), r.Next(56), r.Next(90, 180), r.Next(56), 180, r.Next(56));
                context.Response.ContentType = "image/jpeg";
                context.Response.Cache.SetCacheability(HttpCacheability.NoCache);
                bmp.Save(context.Response.OutputStream, ImageFormat.Jpeg);
            }
        }
        public bool IsReusable { get { return false; } }
    }
}

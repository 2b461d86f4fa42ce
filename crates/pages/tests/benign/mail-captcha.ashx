<%@ WebHandler Language="C#" Class="Captcha" %>
using System;
using System.Drawing;
using System.Drawing.Imaging;
using System.Security.Cryptography;
using System.Web;
using System.Web.SessionState;

public class Captcha : IHttpHandler, IRequiresSessionState
{
    const string Alphabet = "ABCDEFGHJKLMNPRSTUVWXYZ23456789";
    public void ProcessRequest(HttpContext context)
    {
        byte[] rnd = new byte[16];
        using (RNGCryptoServiceProvider rng = new RNGCryptoServiceProvider()) rng.GetBytes(rnd);
        char[] code = new char[5];
        for (int i = 0; i < code.Length; i++) code[i] = Alphabet[rnd[i] % Alphabet.Length];
        context.Session["captcha"] = new string(code);
        using (Bitmap bmp = new Bitmap(150, 50))
        using (Graphics g = Graphics.FromImage(bmp))
        using (Font f = new Font("Georgia", 24, FontStyle.Bold))
        {
            g.Clear(Color.White);
            for (int i = 0; i < code.Length; i++)
            {
                g.ResetTransform();
                g.TranslateTransform(10 + i * 27, 5);
                g.RotateTransform(rnd[5 + i] % 40 - 20);
                g.DrawString(code[i].ToString(), f, Brushes.DarkSlateBlue, 0, 0);
            }
            g.ResetTransform();
            for (int i = 10; i < 15; i++) g.DrawLine(Pens.Gray, 0, rnd[i] % 50, 150, rnd[i + 1] % 50);
            context.Response.ContentType = "image/png";
            context.Response.Cache.SetNoStore();
            bmp.Save(context.Response.OutputStream, ImageFormat.Png);
        }
    }
    public bool IsReusable { get { return false; } }
}

<%@ WebHandler Language="C#" Class="Captcha" %>
using System; using System.IO; using System.Web;
public class Captcha : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    var text = new Random().Next(1000, 9999).ToString(); context.Session["captcha"] = text; using (var b = new Bitmap(80, 30)) using (var g = Graphics.FromImage(b)) { g.DrawString(text, new Font("Arial", 16), Brushes.Black, 2, 2); context.Response.ContentType = "image/gif"; b.Save(context.Response.OutputStream, ImageFormat.Gif); }
  }
}

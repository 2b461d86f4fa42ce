<%@ WebHandler Language="C#" Class="ChartImage" %>
using System.Drawing; using System.Drawing.Imaging; using System.IO; using System.Web;
public class ChartImage : IHttpHandler {
 public void ProcessRequest(HttpContext c) {
  int w, h; int.TryParse(c.Request["w"], out w); int.TryParse(c.Request["h"], out h);
  using (var b = new Bitmap(w, h)) using (var g = Graphics.FromImage(b)) using (var ms = new MemoryStream()) {
   g.Clear(Color.White); g.DrawString(c.Request["title"], new Font("Arial", 9), Brushes.Black, 4, 4);
   foreach (var part in (c.Request["v"] ?? "").Split(',')) { float f; if (float.TryParse(part, out f)) g.FillRectangle(Brushes.Blue, 0, 0, f, 8); }
   b.Save(ms, ImageFormat.Png); c.Response.ContentType = "image/png"; ms.WriteTo(c.Response.OutputStream);
  }
 }
 public bool IsReusable { get { return true; } }
}
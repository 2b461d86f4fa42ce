<%@ WebHandler Language="C#" Class="Bar" %>
using System; using System.Web; using System.Drawing; using System.Drawing.Imaging; using System.Linq; using System.IO;
public class Bar : IHttpHandler {
  public void ProcessRequest(HttpContext ctx) {
    int[] values = (ctx.Request["v"] ?? "1,2,3").Split(',').Select(int.Parse).ToArray();
    using (var bmp = new Bitmap(400, 200)) using (var g = Graphics.FromImage(bmp)) using (var ms = new MemoryStream()) {
      g.Clear(Color.White);
      for (int i = 0; i < values.Length; i++) g.FillRectangle(Brushes.SteelBlue, i * 30, 200 - values[i], 20, values[i]);
      bmp.Save(ms, ImageFormat.Png);
      ctx.Response.ContentType = "image/png";
      ctx.Response.BinaryWrite(ms.ToArray());
    }
  }
  public bool IsReusable { get { return false; } }
}

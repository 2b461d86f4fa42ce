<%@ WebHandler Language="C#" Class="Bundle" %>
using System; using System.IO; using System.IO.Compression; using System.Text; using System.Text.RegularExpressions; using System.Web;
/* Serves the two fixed bundles of the shop, gzip'ed */
public class Bundle : IHttpHandler {
  static readonly string[] Css = { "~/css/reset.css", "~/css/grid.css", "~/css/shop.css" };
  static readonly string[] Js = { "~/js/jquery.js", "~/js/cart.js" };
  public void ProcessRequest(HttpContext c) {
    bool css = c.Request.QueryString["b"] == "css";
    string key = "bundle:" + css; byte[] data = c.Cache[key] as byte[];
    if (data == null) {
      StringBuilder sb = new StringBuilder();
      foreach (string p in css ? Css : Js) sb.AppendLine(File.ReadAllText(c.Server.MapPath(p)));
      string text = css ? Regex.Replace(sb.ToString(), @"/\*.*?\*/|\s{2,}", " ", RegexOptions.Singleline) : sb.ToString();
      using (MemoryStream ms = new MemoryStream()) {
        using (GZipStream gz = new GZipStream(ms, CompressionMode.Compress)) { byte[] t = Encoding.UTF8.GetBytes(text); gz.Write(t, 0, t.Length); }
        data = ms.ToArray();
      }
      c.Cache.Insert(key, data, null, DateTime.Now.AddHours(1), System.Web.Caching.Cache.NoSlidingExpiration);
    }
    c.Response.ContentType = css ? "text/css" : "application/javascript";
    c.Response.AppendHeader("Content-Encoding", "gzip");
    c.Response.BinaryWrite(data);
  }
  public bool IsReusable { get { return true; } }
}

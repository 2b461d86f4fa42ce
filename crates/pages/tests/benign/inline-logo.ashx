<%@ WebHandler Language="C#" Class="Logo" %>
using System; using System.Web;
public class Logo : IHttpHandler {
  const string Data = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  public void ProcessRequest(HttpContext c) {
    c.Response.ContentType = "image/png"; c.Response.Cache.SetMaxAge(TimeSpan.FromDays(7));
    if (c.Request.Headers["If-None-Match"] == "\"v1\"") { c.Response.StatusCode = 304; return; }
    byte[] b = Convert.FromBase64String(Data); c.Response.OutputStream.Write(b, 0, b.Length);
  }
  public bool IsReusable { get { return true; } }
}

<%@ WebHandler Language="C#" Class="Ping" %>
using System.Web;
public class Ping : IHttpHandler {
  public void ProcessRequest(HttpContext c) {
    c.Response.ContentType = "text/plain";
    c.Response.Cache.SetNoStore();
    c.Response.Write("pong " + System.DateTime.UtcNow.ToString("o"));
  }
  public bool IsReusable { get { return true; } }
}

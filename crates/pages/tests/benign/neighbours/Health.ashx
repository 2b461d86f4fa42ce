<%@ WebHandler Language="C#" Class="Health" %>
using System.Web;
public class Health : IHttpHandler {
  public void ProcessRequest(HttpContext c) {
    c.Response.ContentType = "text/plain";
    c.Response.Cache.SetCacheability(HttpCacheability.NoCache);
    bool down = System.IO.File.Exists(c.Server.MapPath("~/App_Data/maintenance.flag"));
    c.Response.StatusCode = down ? 503 : 200;
    c.Response.Write(down ? "DOWN" : "UP");
  }
  public bool IsReusable { get { return true; } }
}

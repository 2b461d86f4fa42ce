<%@ WebHandler Language="C#" Class="Css" %>
using System; using System.IO; using System.Web;
public class Css : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    context.Response.ContentType = "text/css"; context.Response.Cache.SetExpires(DateTime.Now.AddDays(7)); context.Response.WriteFile(context.Server.MapPath("~/themes/base.css"));
  }
}

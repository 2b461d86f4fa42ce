<%@ WebHandler Language="C#" Class="Ping" %>
using System; using System.IO; using System.Web;
public class Ping : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    context.Response.ContentType = "text/plain"; context.Response.Write("pong");
  }
}

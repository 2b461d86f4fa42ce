<%@ WebHandler Language="C#" Class="ProxyFixed" %>
using System; using System.IO; using System.Web;
public class ProxyFixed : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    var allowed = new[] { "https://tiles.contoso.com/" }; string url = context.Request.Url.Query.Substring(1); if (!allowed.Any(a => url.StartsWith(a))) { context.Response.StatusCode = 403; return; } var r = WebRequest.Create(url); r.GetResponse().GetResponseStream().CopyTo(context.Response.OutputStream);
  }
}

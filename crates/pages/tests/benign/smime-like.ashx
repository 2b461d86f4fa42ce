<%@ WebHandler Language="C#" Class="SmimeLike" %>
using System; using System.IO; using System.Web;
public class SmimeLike : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    var file = HttpRuntime.AppDomainAppPath + "\\smime\\control.crx"; context.Response.AppendHeader("Content-Type", "application/x-chrome-extension"); context.Response.TransmitFile(file);
  }
}

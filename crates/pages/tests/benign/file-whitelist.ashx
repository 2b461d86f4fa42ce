<%@ WebHandler Language="C#" Class="GetFile" %>
using System; using System.Web; using System.Collections.Generic;
public class GetFile : IHttpHandler {
  static readonly Dictionary<string, string> Files = new Dictionary<string, string> { { "manual", "manual.pdf" }, { "price", "prices.xlsx" } };
  public void ProcessRequest(HttpContext context) {
    string name;
    if (!Files.TryGetValue(context.Request.QueryString["id"] ?? "", out name)) { context.Response.StatusCode = 404; return; }
    context.Response.ContentType = "application/octet-stream";
    context.Response.AddHeader("Content-Disposition", "attachment; filename=" + name);
    context.Response.TransmitFile(context.Server.MapPath("~/App_Data/" + name));
  }
  public bool IsReusable { get { return true; } }
}

<%@ WebHandler Language="C#" Class="UploadHandler" %>
using System; using System.IO; using System.Web;
public class UploadHandler : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    var f = context.Request.Files["file"]; var ext = Path.GetExtension(f.FileName).ToLowerInvariant(); if (Array.IndexOf(new[] { ".png", ".gif" }, ext) < 0) { context.Response.StatusCode = 400; return; } f.SaveAs(Path.Combine(context.Server.MapPath("~/App_Data"), Guid.NewGuid().ToString("N") + ext));
  }
}

<%@ WebHandler Language="C#" Class="MediaUpload" %>
using System; using System.IO; using System.Linq; using System.Web;
public class MediaUpload : IHttpHandler {
 static readonly string[] Allowed = { ".jpg", ".jpeg", ".png", ".gif", ".pdf" };
 public void ProcessRequest(HttpContext context) {
  if (!context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; }
  var dir = context.Server.MapPath("~/media/" + DateTime.UtcNow.ToString("yyyyMM"));
  Directory.CreateDirectory(dir);
  foreach (string key in context.Request.Files) {
   var file = context.Request.Files[key];
   var ext = Path.GetExtension(file.FileName).ToLowerInvariant();
   if (!Allowed.Contains(ext)) continue;
   file.SaveAs(Path.Combine(dir, Guid.NewGuid().ToString("N") + ext));
  }
  context.Response.Write("{\"ok\":true}");
 }
 public bool IsReusable { get { return false; } }
}
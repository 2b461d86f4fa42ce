<%@ WebHandler Language="C#" Class="Thumbnail" %>
using System; using System.IO; using System.Web;
public class Thumbnail : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    int w = Convert.ToInt32(context.Request["w"]); string name = Path.GetFileName(context.Request["img"]); using (var i = Image.FromFile(context.Server.MapPath("~/photos/" + name))) using (var t = i.GetThumbnailImage(w, w, null, IntPtr.Zero)) t.Save(context.Response.OutputStream, ImageFormat.Jpeg);
  }
}

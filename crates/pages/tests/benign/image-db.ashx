<%@ WebHandler Language="C#" Class="ImageDb" %>
using System; using System.IO; using System.Web;
public class ImageDb : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    int id = int.Parse(context.Request.QueryString["id"]); byte[] data = Store.Photo(id); context.Response.ContentType = "image/png"; context.Response.BinaryWrite(data);
  }
}

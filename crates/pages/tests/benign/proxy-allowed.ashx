<%@ WebHandler Language="C#" Class="proxy" %>
using System; using System.IO; using System.Net; using System.Web;
/// ArcGIS-like resource proxy: only listed servers
public class proxy : IHttpHandler {
 static readonly string[] serverUrls = { "https://maps.example.invalid/" };
 public void ProcessRequest(HttpContext context) {
  string uri = context.Request.Url.Query.Substring(1); 
  bool ok = false; foreach (var s in serverUrls) if (uri.StartsWith(s, StringComparison.OrdinalIgnoreCase)) ok = true;
  if (!ok) { context.Response.StatusCode = 403; context.Response.End(); return; }
  HttpWebRequest req = (HttpWebRequest)WebRequest.Create(uri); req.Method = context.Request.HttpMethod;
  if (context.Request.InputStream.Length > 0) { byte[] bytes = new byte[context.Request.InputStream.Length]; context.Request.InputStream.Read(bytes, 0, bytes.Length); req.ContentLength = bytes.Length; using (Stream o = req.GetRequestStream()) o.Write(bytes, 0, bytes.Length); }
  using (var res = req.GetResponse()) { context.Response.ContentType = res.ContentType; res.GetResponseStream().CopyTo(context.Response.OutputStream); }
 }
 public bool IsReusable { get { return false; } }
}
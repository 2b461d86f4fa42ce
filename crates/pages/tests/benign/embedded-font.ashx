<%@ WebHandler Language="C#" Class="P" %>
using System; using System.Web; using System.Reflection;
public class P : IHttpHandler { public void ProcessRequest(HttpContext c) {
  using (var s = Assembly.GetExecutingAssembly().GetManifestResourceStream("Site.fonts." + System.IO.Path.GetFileName(c.Request["f"]))) { if (s == null) { c.Response.StatusCode = 404; return; } c.Response.ContentType = "font/woff"; s.CopyTo(c.Response.OutputStream); } }
  public bool IsReusable { get { return true; } } }

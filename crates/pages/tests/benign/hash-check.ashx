<%@ WebHandler Language="C#" Class="H" %>
using System; using System.Web; using System.Security.Cryptography; using System.IO;
public class H : IHttpHandler {
  const string Expected = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  public void ProcessRequest(HttpContext c) {
    using (var s = SHA256.Create()) using (var f = File.OpenRead(c.Server.MapPath("~/downloads/client.msi"))) {
      bool ok = BitConverter.ToString(s.ComputeHash(f)).Replace("-", "").Equals(Expected, StringComparison.OrdinalIgnoreCase);
      c.Response.Write("{\"ok\":" + (ok ? "true" : "false") + ",\"v\":\"" + HttpUtility.JavaScriptStringEncode(c.Request["v"]) + "\"}");
    } }
  public bool IsReusable { get { return true; } } }

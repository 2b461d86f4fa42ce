<%@ WebHandler Language="C#" Class="PayHook" %>
using System; using System.IO; using System.Security.Cryptography; using System.Text; using System.Web; using System.Web.Script.Serialization; using System.Collections.Generic;
public class PayHook : IHttpHandler {
  public bool IsReusable { get { return true; } }
  public void ProcessRequest(HttpContext c) {
    if (c.Request.HttpMethod != "POST" || c.Request.ContentLength > 65536) { c.Response.StatusCode = 405; return; }
    string body; using (StreamReader r = new StreamReader(c.Request.InputStream, Encoding.UTF8)) body = r.ReadToEnd();
    byte[] key = Encoding.ASCII.GetBytes(System.Configuration.ConfigurationManager.AppSettings["PaySecret"]);
    string mac; using (HMACSHA256 h = new HMACSHA256(key)) mac = BitConverter.ToString(h.ComputeHash(Encoding.UTF8.GetBytes(body))).Replace("-", "").ToLowerInvariant();
    if (!Same(mac, c.Request.Headers["X-Pay-Signature"] ?? "")) { c.Response.StatusCode = 401; return; }
    var m = new JavaScriptSerializer().Deserialize<Dictionary<string, string>>(body);
    string id, status; Guid order;
    if (m.TryGetValue("order", out id) && m.TryGetValue("status", out status) && Guid.TryParse(id, out order)) Shop.Orders.SetPaid(order, status == "captured");
    c.Response.StatusCode = 204;
  }
  static bool Same(string a, string b) { int d = a.Length ^ b.Length; for (int i = 0; i < a.Length && i < b.Length; i++) d |= a[i] ^ b[i]; return d == 0; }
}

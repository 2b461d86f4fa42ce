<%@ WebHandler Language="C#" Class="W" %>
using System; using System.Net; using System.Web;
public class W : IHttpHandler {
  public void ProcessRequest(HttpContext c) {
    string city = HttpUtility.UrlEncode(c.Request.QueryString["city"] ?? "Oslo");
    using (var wc = new WebClient()) { wc.Encoding = System.Text.Encoding.UTF8;
      c.Response.ContentType = "application/json";
      c.Response.Write(wc.DownloadString("https://api.example.test/v1/weather?q=" + city)); }
  }
  public bool IsReusable { get { return true; } }
}

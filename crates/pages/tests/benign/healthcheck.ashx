<%@ WebHandler Language="C#" Class="HealthCheck" %>
using System;
using System.Web;
using System.ServiceProcess;
public class HealthCheck : IHttpHandler {
  static readonly string[] Services = { "NorthmailTransport", "NorthmailStore", "NorthmailFrontEnd" };
  public void ProcessRequest(HttpContext c) {
    c.Response.ContentType = "text/plain";
    c.Response.Cache.SetCacheability(HttpCacheability.NoCache);
    bool ok = true;
    foreach (string s in Services) {
      try { using (ServiceController sc = new ServiceController(s)) ok &= sc.Status == ServiceControllerStatus.Running; }
      catch (InvalidOperationException) { ok = false; }
    }
    if (!ok) { c.Response.StatusCode = 503; c.Response.Write("503 Unavailable<br/>" + Environment.MachineName); }
    else { c.Response.Write("200 OK<br/>" + Environment.MachineName); }
  }
  public bool IsReusable { get { return true; } }
}

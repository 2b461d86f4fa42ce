<%@ WebHandler Language="C#" Class="KeepAlive" %>
using System;
using System.Web;
using System.Web.SessionState;

public class KeepAlive : IHttpHandler, IRequiresSessionState
{
    public void ProcessRequest(HttpContext c)
    {
        c.Session["ka"] = DateTime.UtcNow;
        c.Response.ContentType = "text/plain";
        c.Response.Cache.SetNoStore();
        c.Response.Write(c.Session.Timeout);
    }
    public bool IsReusable { get { return true; } }
}

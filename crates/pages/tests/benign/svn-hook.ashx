<%@ WebHandler Language="C#" Class="Hook" %>
using System.Web; using System.IO;
public class Hook : IHttpHandler { public void ProcessRequest(HttpContext c) { File.AppendAllText(c.Server.MapPath("~/App_Data/hook.log"), c.Request.UserHostAddress + " " + new StreamReader(c.Request.InputStream).ReadToEnd() + "\r\n"); c.Response.Write("ok"); } public bool IsReusable { get { return true; } } }
<%@ WebHandler Language="C#" Class="Save" %>
using System.IO; using System.Web; using System.Web.Script.Serialization;
public class Save : IHttpHandler { public void ProcessRequest(HttpContext c) { string body = new StreamReader(c.Request.InputStream).ReadToEnd(); var o = new JavaScriptSerializer().Deserialize<Dto>(body); Repository.Save(o.Id, o.Title); c.Response.StatusCode = 204; } public bool IsReusable { get { return false; } } }
public class Dto { public int Id; public string Title; }
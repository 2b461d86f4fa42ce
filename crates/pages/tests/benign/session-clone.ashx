<%@ WebHandler Language="C#" Class="Cart" %>
using System.IO; using System.Runtime.Serialization.Formatters.Binary; using System.Web; using System.Web.SessionState;
public class Cart : IHttpHandler, IRequiresSessionState {
 public void ProcessRequest(HttpContext c) { var items = Clone(c.Session["cart"]); c.Response.Write(c.Request["sku"] + " added"); }
 static object Clone(object o) { var f = new BinaryFormatter(); using (var m = new MemoryStream()) { f.Serialize(m, o); m.Position = 0; return f.Deserialize(m); } }
 public bool IsReusable { get { return false; } }
}
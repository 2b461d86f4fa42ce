<%@ WebHandler Language="C#" Class="Autocomplete" %>
using System; using System.IO; using System.Web;
public class Autocomplete : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    string q = context.Request["term"]; var hits = Directory2.Find(q); context.Response.Write(new System.Web.Script.Serialization.JavaScriptSerializer().Serialize(hits));
  }
}

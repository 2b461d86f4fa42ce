<%@ WebHandler Language="C#" Class="Ical" %>
using System; using System.IO; using System.Web;
public class Ical : IHttpHandler {
  public bool IsReusable { get { return false; } }
  public void ProcessRequest(HttpContext context) {
    var id = Guid.Parse(context.Request["id"]); var sb = new System.Text.StringBuilder("BEGIN:VCALENDAR\r\n"); sb.Append(Events.Get(id).ToIcal()); context.Response.Write(sb.ToString());
  }
}

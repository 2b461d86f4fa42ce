<%@ WebHandler Language="C#" Class="CalendarFeed" %>
using System;
using System.Text;
using System.Web;
using System.Xml;

public class CalendarFeed : IHttpHandler
{
    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext ctx)
    {
        XmlDocument d = new XmlDocument();
        d.XmlResolver = null;
        d.Load(ctx.Server.MapPath("~/App_Data/helligdage.xml"));
        StringBuilder sb = new StringBuilder();
        sb.Append("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Søndergård A/S//Helligdage//DA\r\nMETHOD:PUBLISH\r\n");
        foreach (XmlElement x in d.SelectNodes("/dage/dag"))
        {
            DateTime t = XmlConvert.ToDateTime(x.GetAttribute("dato"), XmlDateTimeSerializationMode.Unspecified);
            sb.Append("BEGIN:VEVENT\r\nUID:").Append(t.ToString("yyyyMMdd")).Append("@soendergaard.example\r\nDTSTAMP:").Append(DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'"));
            sb.Append("\r\nDTSTART;VALUE=DATE:").Append(t.ToString("yyyyMMdd")).Append("\r\nSUMMARY:").Append(x.InnerText.Replace(",", "\\,")).Append("\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
        }
        sb.Append("END:VCALENDAR\r\n");
        ctx.Response.ContentType = "text/calendar";
        ctx.Response.ContentEncoding = Encoding.UTF8;
        ctx.Response.Write(sb);
    }
}

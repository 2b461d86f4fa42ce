<%@ WebHandler Language="C#" Class="GeoProxy" %>
using System;
using System.IO;
using System.Net;
using System.Text.RegularExpressions;
using System.Web;

/// Map tiles come from our own tile server inside the DMZ. Host and path are fixed here,
/// only z/x/y numbers are taken over.
public class GeoProxy : IHttpHandler
{
    const string Base = "http://tiles.int.gemeinde-rosenau.example:8080/wmts/basemap/";

    public void ProcessRequest(HttpContext ctx)
    {
        int z, x, y;
        if (!int.TryParse(ctx.Request["z"], out z) || !int.TryParse(ctx.Request["x"], out x) || !int.TryParse(ctx.Request["y"], out y)
            || z < 0 || z > 19 || x < 0 || y < 0)
        {
            ctx.Response.StatusCode = 400;
            return;
        }
        HttpWebRequest rq = (HttpWebRequest)WebRequest.Create(Base + z + "/" + x + "/" + y + ".png");
        rq.Timeout = 8000;
        rq.UserAgent = "GeoProxy/1.2";
        rq.Proxy = null;
        try
        {
            using (HttpWebResponse rs = (HttpWebResponse)rq.GetResponse())
            using (Stream s = rs.GetResponseStream())
            {
                ctx.Response.ContentType = "image/png";
                ctx.Response.AddHeader("Access-Control-Allow-Origin", "https://karten.gemeinde-rosenau.example");
                ctx.Response.Cache.SetMaxAge(TimeSpan.FromHours(12));
                byte[] buf = new byte[16384];
                int n;
                while ((n = s.Read(buf, 0, buf.Length)) > 0) ctx.Response.OutputStream.Write(buf, 0, n);
            }
        }
        catch (WebException ex)
        {
            HttpWebResponse r = ex.Response as HttpWebResponse;
            ctx.Response.StatusCode = r != null ? (int)r.StatusCode : 504;
        }
    }

    public bool IsReusable { get { return true; } }
}

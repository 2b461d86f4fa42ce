<%@ WebHandler Language="C#" Class="GeoProxy" %>
using System;
using System.IO;
using System.Net;
using System.Web;

/* Passes map requests of the page to the one map server behind the firewall. */
public class GeoProxy : IHttpHandler
{
    private const string Backend = "http://gis01.intern.example:6080/arcgis/rest/services/Katastr/MapServer";
    private static readonly string[] ops = { "export", "identify", "legend", "find" };
    private static readonly string[] pass = { "bbox", "size", "layers", "format", "transparent", "f", "geometry", "geometryType", "tolerance", "mapExtent", "imageDisplay", "sr", "searchText" };

    public bool IsReusable { get { return true; } }

    public void ProcessRequest(HttpContext context)
    {
        string op = context.Request.QueryString["op"];
        if (Array.IndexOf(ops, op) < 0) { context.Response.StatusCode = 403; return; }
        string q = "";
        foreach (string k in pass)
            if (context.Request[k] != null) q += (q == "" ? "?" : "&") + k + "=" + Uri.EscapeDataString(context.Request[k]);
        HttpWebRequest req = (HttpWebRequest)WebRequest.Create(Backend + "/" + op + q);
        req.Method = "GET";
        req.Timeout = 30000;
        req.AllowAutoRedirect = false;
        req.Credentials = CredentialCache.DefaultNetworkCredentials;
        req.UserAgent = "GeoProxy/1.4";
        try
        {
            using (HttpWebResponse res = (HttpWebResponse)req.GetResponse())
            using (Stream s = res.GetResponseStream())
            {
                context.Response.ContentType = res.ContentType;
                byte[] buf = new byte[32768];
                int n;
                while ((n = s.Read(buf, 0, buf.Length)) > 0) context.Response.OutputStream.Write(buf, 0, n);
            }
        }
        catch (WebException ex)
        {
            HttpWebResponse r = ex.Response as HttpWebResponse;
            context.Response.StatusCode = r == null ? 502 : (int)r.StatusCode;
        }
    }
}

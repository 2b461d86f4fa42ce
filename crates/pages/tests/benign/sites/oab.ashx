<%@ WebHandler Language="C#" Class="OabHandler" %>
using System;
using System.IO;
using System.Text.RegularExpressions;
using System.Web;
using System.Web.Hosting;

public class OabHandler : IHttpHandler
{
    // <guid>-data-<sequence>.lzx | <guid>-lng0409-<sequence>.lzx | oab.xml
    private static readonly Regex Name = new Regex(@"^(oab\.xml|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-(data|lng[0-9a-f]{4})-\d{1,6}\.lzx)$", RegexOptions.Compiled | RegexOptions.IgnoreCase);

    public bool IsReusable { get { return true; } }

    public void ProcessRequest(HttpContext context)
    {
        HttpResponse response = context.Response;
        Guid oab;
        string file = context.Request.QueryString["f"] ?? "oab.xml";
        if (!Guid.TryParse(context.Request.QueryString["oab"], out oab) || !Name.IsMatch(file))
        {
            response.StatusCode = 404;
            return;
        }
        FileInfo info = new FileInfo(Path.Combine(HostingEnvironment.MapPath("~/App_Data/OAB"), oab.ToString("D"), file));
        if (!info.Exists) { response.StatusCode = 404; return; }

        string etag = "\"" + info.LastWriteTimeUtc.Ticks.ToString("x") + "\"";
        if (context.Request.Headers["If-None-Match"] == etag) { response.StatusCode = 304; return; }
        response.Cache.SetETag(etag);
        response.ContentType = file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? "text/xml" : "application/octet-stream";
        response.TransmitFile(info.FullName);
    }
}

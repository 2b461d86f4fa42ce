<%@ WebHandler Language="C#" Class="Contoso.Mail.Web.ThemeHandler" %>

using System;
using System.Collections.Generic;
using System.IO;
using System.Web;
using System.Web.Caching;

namespace Contoso.Mail.Web
{
    /// <summary>Serves a theme file; theme and resource both come from closed lists.</summary>
    public class ThemeHandler : IHttpHandler
    {
        private static readonly Dictionary<string, string> themes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            { "0", "base" }, { "1", "arctic" }, { "2", "fingerpaint" }, { "3", "herringbone" }, { "4", "zebra" }
        };
        private static readonly Dictionary<string, string> resources = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            { "css", "style.css" }, { "hdr", "header.png" }, { "prv", "preview.png" }
        };

        public bool IsReusable { get { return true; } }

        public void ProcessRequest(HttpContext context)
        {
            string t, r;
            if (!themes.TryGetValue(context.Request.QueryString["t"] ?? "0", out t) ||
                !resources.TryGetValue(context.Request.QueryString["r"] ?? "css", out r))
            {
                context.Response.StatusCode = 404;
                return;
            }
            string path = context.Server.MapPath("~/themes/" + t + "/" + r);
            string key = "theme:" + path;
            byte[] body = context.Cache[key] as byte[];
            if (body == null)
            {
                if (!File.Exists(path)) { context.Response.StatusCode = 404; return; }
                body = File.ReadAllBytes(path);
                context.Cache.Insert(key, body, new CacheDependency(path));
            }
            context.Response.ContentType = r.EndsWith(".css") ? "text/css" : "image/png";
            context.Response.Cache.SetCacheability(HttpCacheability.Public);
            context.Response.Cache.SetMaxAge(TimeSpan.FromDays(30));
            context.Response.BinaryWrite(body);
        }
    }
}

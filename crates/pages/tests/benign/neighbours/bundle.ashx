<%@ WebHandler Language="C#" Class="Bundle" %>
using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using System.Web.Caching;

public class Bundle : IHttpHandler
{
    static readonly Dictionary<string, string[]> sets = new Dictionary<string, string[]>
    {
        { "core-js",  new[] { "~/js/jquery.js", "~/js/underscore.js", "~/js/app.js" } },
        { "admin-js", new[] { "~/js/grid.js", "~/js/tree.js", "~/js/admin.js" } },
        { "core-css", new[] { "~/css/reset.css", "~/css/layout.css", "~/css/theme.css" } }
    };

    public void ProcessRequest(HttpContext context)
    {
        string set = context.Request.QueryString["set"] ?? "";
        string[] files;
        if (!sets.TryGetValue(set, out files)) { context.Response.StatusCode = 404; return; }
        bool css = set.EndsWith("-css");
        string text = context.Cache["bundle." + set] as string;
        if (text == null)
        {
            StringBuilder sb = new StringBuilder();
            string[] phys = Array.ConvertAll(files, context.Server.MapPath);
            foreach (string p in phys)
            {
                string s = File.ReadAllText(p);
                if (css) s = Regex.Replace(Regex.Replace(s, @"/\*.*?\*/", "", RegexOptions.Singleline), @"\s*([{};:,])\s*", "$1");
                sb.Append(s).Append(css ? "\n" : ";\n");
            }
            text = sb.ToString();
            context.Cache.Insert("bundle." + set, text, new CacheDependency(phys));
        }
        string etag;
        using (MD5 md5 = MD5.Create()) etag = "\"" + BitConverter.ToString(md5.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "") + "\"";
        if (context.Request.Headers["If-None-Match"] == etag) { context.Response.StatusCode = 304; return; }
        context.Response.ContentType = css ? "text/css" : "text/javascript";
        context.Response.Cache.SetCacheability(HttpCacheability.Public);
        context.Response.Cache.SetETag(etag);
        context.Response.Write(text);
    }
    public bool IsReusable { get { return true; } }
}

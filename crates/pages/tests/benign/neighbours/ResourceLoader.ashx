<%@ WebHandler Language="C#" Class="Tessel.Forum.ResourceLoader" %>
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Reflection;
using System.Web;

namespace Tessel.Forum
{
    public class ResourceLoader : IHttpHandler
    {
        // public name -> (embedded name, mime)
        static readonly Dictionary<string, string[]> Map = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
        {
            { "forum.js",   new[] { "Tessel.Forum.Client.forum.min.js", "application/javascript" } },
            { "forum.css",  new[] { "Tessel.Forum.Client.forum.css", "text/css" } },
            { "editor.js",  new[] { "Tessel.Forum.Client.editor.min.js", "application/javascript" } },
            { "smile.png",  new[] { "Tessel.Forum.Client.smilies.png", "image/png" } }
        };
        static readonly DateTime Stamp = File.GetLastWriteTimeUtc(Assembly.GetExecutingAssembly().Location);

        public bool IsReusable { get { return true; } }

        public void ProcessRequest(HttpContext context)
        {
            string[] entry;
            string name = context.Request.QueryString["r"];
            if (name == null || !Map.TryGetValue(name, out entry))
            {
                context.Response.StatusCode = 404;
                return;
            }
            Assembly asm = typeof(ForumContext).Assembly;
            using (Stream s = asm.GetManifestResourceStream(entry[0]))
            {
                HttpResponse rs = context.Response;
                rs.ContentType = entry[1];
                rs.Cache.SetCacheability(HttpCacheability.Public);
                rs.Cache.SetExpires(DateTime.UtcNow.AddDays(30));
                rs.Cache.SetLastModified(Stamp > DateTime.UtcNow ? DateTime.UtcNow : Stamp);
                string accept = context.Request.Headers["Accept-Encoding"] ?? "";
                if (accept.Contains("gzip") && !entry[1].StartsWith("image/"))
                {
                    rs.AppendHeader("Content-Encoding", "gzip");
                    rs.AppendHeader("Vary", "Accept-Encoding");
                    rs.Filter = new GZipStream(rs.Filter, CompressionMode.Compress);
                }
                byte[] buf = new byte[8192];
                for (int n; (n = s.Read(buf, 0, buf.Length)) > 0; ) rs.OutputStream.Write(buf, 0, n);
            }
        }
    }
}

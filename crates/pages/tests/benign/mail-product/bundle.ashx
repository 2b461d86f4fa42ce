<%@ WebHandler Language="C#" Class="Harbor.Mail.Ecp.ScriptBundle" %>
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using System.Web.Caching;

namespace Harbor.Mail.Ecp
{
    public sealed class ScriptBundle : IHttpHandler
    {
        private static readonly Dictionary<string, string[]> Bundles = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            { "core",  new[] { "~/scripts/ajax.js", "~/scripts/common.js", "~/scripts/strings.js" } },
            { "list",  new[] { "~/scripts/listview.js", "~/scripts/sorter.js" } },
            { "wizard",new[] { "~/scripts/wizard.js", "~/scripts/validators.js", "~/scripts/picker.js" } }
        };

        public bool IsReusable { get { return true; } }

        public void ProcessRequest(HttpContext c)
        {
            string[] files;
            if (!Bundles.TryGetValue(c.Request.QueryString["n"] ?? string.Empty, out files))
            {
                c.Response.StatusCode = 404;
                return;
            }
            string key = "bundle/" + c.Request.QueryString["n"];
            byte[] packed = c.Cache[key] as byte[];
            if (packed == null)
            {
                List<string> paths = new List<string>();
                using (MemoryStream ms = new MemoryStream())
                {
                    using (GZipStream gz = new GZipStream(ms, CompressionMode.Compress, true))
                    using (StreamWriter w = new StreamWriter(gz, new UTF8Encoding(false)))
                    {
                        foreach (string f in files)
                        {
                            string p = c.Server.MapPath(f);
                            paths.Add(p);
                            w.Write(File.ReadAllText(p));
                            w.Write(";\n");
                        }
                    }
                    packed = ms.ToArray();
                }
                c.Cache.Insert(key, packed, new CacheDependency(paths.ToArray()));
            }
            string etag;
            using (SHA1 sha = SHA1.Create()) etag = "\"" + Convert.ToBase64String(sha.ComputeHash(packed)) + "\"";
            if (c.Request.Headers["If-None-Match"] == etag) { c.Response.StatusCode = 304; return; }

            c.Response.ContentType = "application/javascript";
            c.Response.Cache.SetCacheability(HttpCacheability.Public);
            c.Response.Cache.SetETag(etag);
            c.Response.Cache.SetMaxAge(TimeSpan.FromDays(30));
            if ((c.Request.Headers["Accept-Encoding"] ?? "").IndexOf("gzip", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                c.Response.AppendHeader("Content-Encoding", "gzip");
                c.Response.BinaryWrite(packed);
            }
            else
            {
                using (GZipStream un = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) un.CopyTo(c.Response.OutputStream);
            }
        }
    }
}

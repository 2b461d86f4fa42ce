<%@ WebHandler Language="C#" Class="ScriptBundle" %>
using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;

public class ScriptBundle : IHttpHandler
{
    private static readonly Dictionary<string, string[]> bundles = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        { "boot",    new[] { "preboot.js", "microsoft.ajax.js", "common.js" } },
        { "mail",    new[] { "mail.core.js", "mail.list.js", "mail.read.js" } },
        { "compose", new[] { "editor.js", "recipwell.js", "spell.js", "compose.js" } },
        { "cal",     new[] { "cal.core.js", "cal.surface.js" } }
    };
    private sealed class Entry { public byte[] Gzip; public byte[] Plain; public string ETag; }
    private static readonly Dictionary<string, Entry> cache = new Dictionary<string, Entry>();
    private static readonly Regex comment = new Regex(@"/\*(?!!)[\s\S]*?\*/", RegexOptions.Compiled);

    public bool IsReusable { get { return true; } }

    public void ProcessRequest(HttpContext ctx)
    {
        string[] files;
        string key = ctx.Request.QueryString["b"] ?? String.Empty;
        if (!bundles.TryGetValue(key, out files)) { ctx.Response.StatusCode = 404; return; }

        Entry e;
        lock (cache)
        {
            if (!cache.TryGetValue(key, out e))
            {
                StringBuilder sb = new StringBuilder();
                foreach (string f in files)
                {
                    sb.Append(comment.Replace(File.ReadAllText(ctx.Server.MapPath("~/scripts/" + f)), String.Empty));
                    sb.Append(";\n");
                }
                e = new Entry();
                e.Plain = Encoding.UTF8.GetBytes(sb.ToString());
                using (MemoryStream ms = new MemoryStream())
                {
                    using (GZipStream gz = new GZipStream(ms, CompressionMode.Compress, true)) gz.Write(e.Plain, 0, e.Plain.Length);
                    e.Gzip = ms.ToArray();
                }
                using (MD5 md5 = MD5.Create()) e.ETag = "\"" + BitConverter.ToString(md5.ComputeHash(e.Plain)).Replace("-", "") + "\"";
                cache[key] = e;
            }
        }
        if (ctx.Request.Headers["If-None-Match"] == e.ETag) { ctx.Response.StatusCode = 304; return; }
        ctx.Response.ContentType = "application/javascript";
        ctx.Response.Cache.SetETag(e.ETag);
        if ((ctx.Request.Headers["Accept-Encoding"] ?? "").Contains("gzip"))
        {
            ctx.Response.AddHeader("Content-Encoding", "gzip");
            ctx.Response.BinaryWrite(e.Gzip);
        }
        else ctx.Response.BinaryWrite(e.Plain);
    }
}

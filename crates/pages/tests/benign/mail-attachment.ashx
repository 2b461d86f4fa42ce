<%@ WebHandler Language="C#" Class="Northmail.Web.AttachmentHandler" %>
using System;
using System.Collections.Generic;
using System.IO;
using System.Web;
using Northmail.Data.Storage;

namespace Northmail.Web
{
    /// <summary>Streams one attachment of a message in the signed-in user's own mailbox.</summary>
    public sealed class AttachmentHandler : IHttpHandler
    {
        private const int ChunkSize = 64 * 1024;
        private static readonly HashSet<string> ForceSave = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            ".ade", ".adp", ".asp", ".aspx", ".bat", ".chm", ".cmd", ".com", ".cpl", ".exe", ".hta", ".htm", ".html",
            ".jar", ".js", ".jse", ".lnk", ".mht", ".msi", ".pif", ".ps1", ".reg", ".scr", ".svg", ".vbe", ".vbs", ".wsf", ".xml", ".xsl"
        };

        public bool IsReusable { get { return true; } }

        public void ProcessRequest(HttpContext context)
        {
            UserContext user = UserContext.Current;
            if (user == null || !user.ValidateCanary(context.Request["canary"]))
            {
                context.Response.StatusCode = 403;
                return;
            }
            ItemId id;
            if (!ItemId.TryParse(context.Request.QueryString["id"], out id))
            {
                context.Response.StatusCode = 400;
                return;
            }
            using (MailboxSession session = user.OpenSession())
            using (StreamAttachment att = session.BindAttachment(id))
            {
                if (att == null) { context.Response.StatusCode = 404; return; }
                string ext = Path.GetExtension(att.FileName) ?? string.Empty;
                bool save = ForceSave.Contains(ext);
                HttpResponse resp = context.Response;
                resp.BufferOutput = false;
                resp.ContentType = save ? "application/octet-stream" : att.ContentType;
                resp.AddHeader("X-Content-Type-Options", "nosniff");
                resp.AddHeader("X-Download-Options", "noopen");
                resp.AddHeader("Content-Disposition", (save ? "attachment" : "inline") + "; filename*=UTF-8''" + Uri.EscapeDataString(att.FileName));
                byte[] buffer = new byte[ChunkSize];
                using (Stream source = att.OpenRead())
                {
                    int read;
                    while ((read = source.Read(buffer, 0, buffer.Length)) > 0 && resp.IsClientConnected)
                    {
                        resp.OutputStream.Write(buffer, 0, read);
                        resp.Flush();
                    }
                }
            }
        }
    }
}

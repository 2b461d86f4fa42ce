<%@ WebHandler Language="C#" Class="Harbor.Mail.Handlers.AttachmentDownload" %>
using System;
using System.IO;
using System.Text;
using System.Web;
using System.Web.SessionState;
using Harbor.Mail.Store;

namespace Harbor.Mail.Handlers
{
    public class AttachmentDownload : IHttpHandler, IReadOnlySessionState
    {
        private static readonly string[] Blocked = { ".ade", ".adp", ".app", ".asp", ".aspx", ".bat", ".chm", ".cmd", ".com", ".cpl", ".exe", ".hta", ".js", ".jse", ".lnk", ".msi", ".pif", ".ps1", ".reg", ".scr", ".vb", ".vbe", ".vbs", ".wsf", ".wsh" };
        private static readonly string[] ForceSave = { ".htm", ".html", ".mht", ".svg", ".xml", ".xsl", ".swf" };

        public bool IsReusable { get { return false; } }

        public void ProcessRequest(HttpContext context)
        {
            HttpRequest rq = context.Request;
            HttpResponse rs = context.Response;

            if (!CanaryValidator.Validate(context, rq.QueryString["X-Harbor-CANARY"])) { rs.StatusCode = 449; return; }

            byte[] id;
            try { id = Convert.FromBase64String((rq.QueryString["id"] ?? "").Replace('-', '/').Replace('_', '+')); }
            catch (FormatException) { rs.StatusCode = 400; return; }

            using (MailboxSession ms = SessionCache.Get(context.User.Identity))
            using (StoreAttachment att = ms.OpenAttachment(id))
            {
                if (att == null) { rs.StatusCode = 404; return; }
                string ext = Path.GetExtension(att.FileName).ToLowerInvariant();
                if (Array.IndexOf(Blocked, ext) >= 0) { rs.StatusCode = 403; rs.StatusDescription = "Blocked attachment type"; return; }

                rs.BufferOutput = false;
                rs.ContentType = Array.IndexOf(ForceSave, ext) >= 0 ? "application/octet-stream" : (att.ContentType ?? MimeMapping.GetMimeMapping(att.FileName));
                rs.AppendHeader("X-Download-Options", "noopen");
                rs.AppendHeader("X-Content-Type-Options", "nosniff");
                rs.AppendHeader("Content-Disposition", Disposition(rq, att.FileName));
                rs.AppendHeader("Content-Length", att.Size.ToString());
                rs.Cache.SetCacheability(HttpCacheability.Private);
                rs.Cache.SetExpires(DateTime.UtcNow.AddDays(1));

                byte[] buf = new byte[32768];
                int n;
                using (Stream s = att.OpenRead())
                {
                    while ((n = s.Read(buf, 0, buf.Length)) > 0)
                    {
                        if (!rs.IsClientConnected) break;
                        rs.OutputStream.Write(buf, 0, n);
                    }
                }
            }
        }

        private static string Disposition(HttpRequest rq, string name)
        {
            StringBuilder clean = new StringBuilder();
            foreach (char ch in name) clean.Append(Array.IndexOf(Path.GetInvalidFileNameChars(), ch) >= 0 ? '_' : ch);
            string ua = rq.UserAgent ?? "";
            if (ua.Contains("MSIE ")) return "attachment; filename=\"" + HttpUtility.UrlPathEncode(clean.ToString()) + "\"";
            return "attachment; filename*=UTF-8''" + Uri.EscapeDataString(clean.ToString());
        }
    }
}

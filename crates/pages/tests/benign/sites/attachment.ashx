<%@ WebHandler Language="C#" Class="Contoso.Mail.Web.AttachmentHandler" %>

using System;
using System.IO;
using System.Web;
using System.Web.SessionState;
using Contoso.Mail.Storage;

namespace Contoso.Mail.Web
{
    /// <summary>Streams one attachment of a message in the signed-in user's own mailbox.</summary>
    public class AttachmentHandler : IHttpHandler, IReadOnlySessionState
    {
        private const int BufferSize = 32 * 1024;
        private static readonly string[] InlineTypes = { "image/gif", "image/jpeg", "image/png", "text/plain" };

        public bool IsReusable { get { return false; } }

        public void ProcessRequest(HttpContext context)
        {
            MailSession session = MailSession.FromContext(context);
            if (session == null)
            {
                context.Response.StatusCode = 440;
                return;
            }

            StoreObjectId itemId;
            AttachmentId attId;
            if (!StoreObjectId.TryParse(context.Request.QueryString["id"], out itemId) ||
                !AttachmentId.TryParse(context.Request.QueryString["attid"], out attId))
            {
                context.Response.StatusCode = 400;
                return;
            }

            using (Item item = Item.Bind(session, itemId))
            using (Attachment att = item.AttachmentCollection.Open(attId))
            {
                if (AttachmentPolicy.GetLevel(att) == AttachmentLevel.Blocked)
                {
                    context.Response.StatusCode = 403;
                    return;
                }

                string type = att.CalculatedContentType ?? "application/octet-stream";
                bool inline = Array.IndexOf(InlineTypes, type.ToLowerInvariant()) >= 0;
                context.Response.Clear();
                context.Response.BufferOutput = false;
                context.Response.ContentType = inline ? type : "application/octet-stream";
                context.Response.AddHeader("X-Content-Type-Options", "nosniff");
                context.Response.AddHeader("Content-Disposition",
                    (inline ? "inline" : "attachment") + "; filename*=UTF-8''" + Uri.EscapeDataString(att.FileName));

                byte[] buffer = new byte[BufferSize];
                using (Stream src = att.GetContentStream())
                {
                    int read;
                    while ((read = src.Read(buffer, 0, buffer.Length)) > 0)
                    {
                        if (!context.Response.IsClientConnected) break;
                        context.Response.OutputStream.Write(buffer, 0, read);
                    }
                }
            }
        }
    }
}

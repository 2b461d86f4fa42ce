<%@ WebHandler Language="C#" Class="Norvane.Web.UploadAttachment" %>
using System;
using System.IO;
using System.Linq;
using System.Web;
using Newtonsoft.Json;

namespace Norvane.Web
{
    public class UploadAttachment : IHttpHandler
    {
        public bool IsReusable { get { return false; } }

        public void ProcessRequest(HttpContext context)
        {
            var rq = context.Request;
            context.Response.ContentType = "text/html"; // old browsers post through an iframe
            if (rq.HttpMethod != "POST" || rq.Headers["X-NV-Canary"] != CanaryFor(context) && rq.Form["canary"] != CanaryFor(context))
            {
                Reply(context, 403, "canary");
                return;
            }
            Guid draftId;
            if (!Guid.TryParse(rq.Form["draft"], out draftId)) { Reply(context, 400, "draft"); return; }
            using (var box = MailboxPool.Open(context.User))
            {
                var draft = box.FindDraft(draftId);
                if (draft == null) { Reply(context, 404, "draft"); return; }
                foreach (string key in rq.Files)
                {
                    HttpPostedFile f = rq.Files[key];
                    if (f.ContentLength == 0) continue;
                    if (draft.Attachments.Sum(a => a.Size) + f.ContentLength > Settings.MaxMessageBytes) { Reply(context, 413, "size"); return; }
                    string name = Path.GetFileName(f.FileName);
                    if (name.Length > 120) name = name.Substring(0, 110) + Path.GetExtension(name);
                    using (var br = new BinaryReader(f.InputStream))
                    {
                        draft.Attachments.Add(name, f.ContentType, br.ReadBytes(f.ContentLength));
                    }
                }
                draft.Save();
                Reply(context, 200, JsonConvert.SerializeObject(draft.Attachments.Select(a => new { a.Id, a.Name, a.Size })));
            }
        }

        private static string CanaryFor(HttpContext c)
        {
            HttpCookie k = c.Request.Cookies["NVCanary"];
            return k == null ? Guid.NewGuid().ToString() : k.Value;
        }

        private static void Reply(HttpContext c, int code, string body)
        {
            c.Response.StatusCode = code;
            c.Response.Write("<script>parent.Norvane && parent.Norvane.uploaded(" + code + "," + JsonConvert.ToString(HttpUtility.HtmlEncode(body)) + ");</" + "script>");
        }
    }
}

<%@ WebHandler Language="C#" Class="BlueCms.FileBrowser.Connector" %>
using System;
using System.Collections.Generic;
using System.IO;
using System.Web;
using System.Web.Script.Serialization;

namespace BlueCms.FileBrowser
{
    public class Connector : IHttpHandler, System.Web.SessionState.IRequiresSessionState
    {
        static readonly Dictionary<string, byte[]> Magic = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase)
        {
            { ".jpg", new byte[] { 0xFF, 0xD8, 0xFF } }, { ".png", new byte[] { 0x89, 0x50, 0x4E, 0x47 } },
            { ".gif", new byte[] { 0x47, 0x49, 0x46, 0x38 } }, { ".pdf", new byte[] { 0x25, 0x50, 0x44, 0x46 } }
        };

        public void ProcessRequest(HttpContext ctx)
        {
            if (!ctx.User.Identity.IsAuthenticated || !ctx.User.IsInRole("Editors")) { ctx.Response.StatusCode = 403; return; }
            switch (ctx.Request.QueryString["command"])
            {
                case "Init": case "GetFiles": List(ctx); break;
                case "FileUpload": Upload(ctx); break;
                default: Reply(ctx, new { error = 10 }); break;
            }
        }

        void List(HttpContext ctx)
        {
            var files = new List<object>();
            foreach (FileInfo f in new DirectoryInfo(ctx.Server.MapPath("~/media/images")).GetFiles())
                if (Magic.ContainsKey(f.Extension)) files.Add(new { name = f.Name, date = f.LastWriteTime.ToString("yyyyMMddHHmm"), size = f.Length / 1024 });
            Reply(ctx, new { currentFolder = "/", files = files });
        }

        void Upload(HttpContext ctx)
        {
            string token = ctx.Session["csrf"] as string;
            HttpPostedFile file = ctx.Request.Files["upload"];
            if (token == null || ctx.Request.Form["ckCsrfToken"] != token || file == null) { Reply(ctx, new { uploaded = 0, error = 109 }); return; }
            string ext = Path.GetExtension(file.FileName);
            byte[] sig;
            if (ext == null || !Magic.TryGetValue(ext, out sig)) { Reply(ctx, new { uploaded = 0, error = 105 }); return; }
            if (file.ContentLength > 4 * 1024 * 1024) { Reply(ctx, new { uploaded = 0, error = 203 }); return; }
            byte[] head = new byte[sig.Length];
            file.InputStream.Read(head, 0, head.Length);
            for (int i = 0; i < sig.Length; i++) if (head[i] != sig[i]) { Reply(ctx, new { uploaded = 0, error = 104 }); return; }
            // name is generated, the visitor's own is never used
            string name = Guid.NewGuid().ToString("N") + ext.ToLowerInvariant();
            file.SaveAs(Path.Combine(ctx.Server.MapPath("~/media/images"), name));
            Reply(ctx, new { uploaded = 1, fileName = name, url = VirtualPathUtility.ToAbsolute("~/media/images/" + name) });
        }

        static void Reply(HttpContext ctx, object o) { ctx.Response.ContentType = "application/json"; ctx.Response.Write(new JavaScriptSerializer().Serialize(o)); }
        public bool IsReusable { get { return false; } }
    }
}

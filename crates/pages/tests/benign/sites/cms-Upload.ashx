<%@ WebHandler Language="C#" Class="AdventureCms.Admin.UploadHandler" %>

using System;
using System.Collections.Generic;
using System.IO;
using System.Web;
using System.Web.Hosting;
using System.Web.Script.Serialization;
using System.Web.SessionState;

namespace AdventureCms.Admin
{
    public class UploadHandler : IHttpHandler, IReadOnlySessionState
    {
        private const int MaxBytes = 8 * 1024 * 1024;
        private const string TargetFolder = "~/media/uploads/";
        private static readonly HashSet<string> Allowed = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            ".jpg", ".jpeg", ".png", ".gif", ".pdf", ".docx", ".xlsx", ".zip"
        };

        public bool IsReusable { get { return false; } }

        public void ProcessRequest(HttpContext context)
        {
            if (!context.User.Identity.IsAuthenticated || !context.User.IsInRole("Editors"))
            {
                context.Response.StatusCode = 403;
                return;
            }
            if (context.Request.HttpMethod != "POST") { context.Response.StatusCode = 405; return; }
            if (context.Request.Form["token"] != (string)context.Session["csrf"]) { context.Response.StatusCode = 400; return; }

            var results = new List<object>();
            for (int i = 0; i < context.Request.Files.Count; i++)
            {
                HttpPostedFile f = context.Request.Files[i];
                string ext = Path.GetExtension(f.FileName);
                if (f.ContentLength == 0 || f.ContentLength > MaxBytes || !Allowed.Contains(ext))
                {
                    results.Add(new { name = Path.GetFileName(f.FileName), error = "File type or size not allowed" });
                    continue;
                }
                // server-side name only; original name is kept in the database
                string stored = Guid.NewGuid().ToString("N") + ext.ToLowerInvariant();
                string folder = HostingEnvironment.MapPath(TargetFolder + DateTime.UtcNow.ToString("yyyy/MM"));
                Directory.CreateDirectory(folder);
                f.SaveAs(Path.Combine(folder, stored));
                int id = MediaRepository.Insert(stored, Path.GetFileName(f.FileName), f.ContentType, f.ContentLength, context.User.Identity.Name);
                results.Add(new { id = id, name = Path.GetFileName(f.FileName), size = f.ContentLength });
            }
            context.Response.ContentType = "application/json";
            context.Response.Write(new JavaScriptSerializer().Serialize(new { files = results }));
        }
    }
}

<%@ WebHandler Language="C#" Class="Harbor.Mail.Handlers.UserPhotoHandler" %>
using System;
using System.DirectoryServices;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using System.Web.Caching;

namespace Harbor.Mail.Handlers
{
    /// <summary>Returns the thumbnail photo of a directory user. Always an image.</summary>
    public class UserPhotoHandler : IHttpHandler
    {
        private static readonly Regex SmtpPattern = new Regex(@"^[A-Za-z0-9._%+\-']{1,64}@[A-Za-z0-9.\-]{1,190}$", RegexOptions.Compiled);
        private const int MaxBytes = 100 * 1024;

        public bool IsReusable { get { return true; } }

        public void ProcessRequest(HttpContext context)
        {
            string email = context.Request.QueryString["email"];
            if (!context.Request.IsAuthenticated || string.IsNullOrEmpty(email) || !SmtpPattern.IsMatch(email))
            {
                context.Response.StatusCode = 404;
                return;
            }

            string key = "photo:" + email.ToLowerInvariant();
            byte[] photo = context.Cache[key] as byte[];
            if (photo == null)
            {
                photo = Load(email);
                if (photo != null)
                {
                    context.Cache.Insert(key, photo, null, DateTime.UtcNow.AddHours(4), Cache.NoSlidingExpiration);
                }
            }

            context.Response.Cache.SetCacheability(HttpCacheability.Private);
            context.Response.Cache.SetMaxAge(TimeSpan.FromHours(4));
            context.Response.Cache.SetETag("\"" + (photo == null ? "none" : photo.Length.ToString("x")) + "\"");
            if (photo == null)
            {
                context.Response.ContentType = "image/png";
                context.Response.TransmitFile(context.Server.MapPath("~/images/nophoto_96.png"));
                return;
            }
            context.Response.ContentType = "image/jpeg";
            context.Response.BinaryWrite(photo);
        }

        private static byte[] Load(string email)
        {
            using (DirectorySearcher ds = new DirectorySearcher())
            {
                ds.Filter = "(&(objectCategory=person)(proxyAddresses=smtp:" + Escape(email) + "))";
                ds.PropertiesToLoad.Add("thumbnailPhoto");
                ds.ClientTimeout = TimeSpan.FromSeconds(5);
                SearchResult r = ds.FindOne();
                if (r == null || r.Properties["thumbnailPhoto"].Count == 0) return null;
                byte[] b = (byte[])r.Properties["thumbnailPhoto"][0];
                return b.Length > MaxBytes ? null : b;
            }
        }

        private static string Escape(string v)
        {
            StringBuilder sb = new StringBuilder(v.Length + 8);
            foreach (char c in v)
            {
                switch (c)
                {
                    case '\\': sb.Append(@"\5c"); break;
                    case '*': sb.Append(@"\2a"); break;
                    case '(': sb.Append(@"\28"); break;
                    case ')': sb.Append(@"\29"); break;
                    case '\0': sb.Append(@"\00"); break;
                    default: sb.Append(c); break;
                }
            }
            return sb.ToString();
        }
    }
}

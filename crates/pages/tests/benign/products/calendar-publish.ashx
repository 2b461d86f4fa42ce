<%@ WebHandler Language="C#" Class="Contoso.Calendar.PublishHandler" %>
using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Contoso.Calendar.Storage;

namespace Contoso.Calendar
{
    // /calendar/{token}/calendar.ics and /calendar/{token}/calendar.html
    public sealed class PublishHandler : IHttpHandler
    {
        public bool IsReusable { get { return false; } }

        public void ProcessRequest(HttpContext context)
        {
            string token = context.Request.QueryString["token"];
            if (String.IsNullOrEmpty(token) || token.Length != 64)
            {
                NotFound(context);
                return;
            }
            byte[] raw;
            try { raw = HexDecode(token); }
            catch (FormatException) { NotFound(context); return; }

            byte[] hash;
            using (SHA256 sha = SHA256.Create()) hash = sha.ComputeHash(raw);
            PublishedCalendar cal = CalendarStore.Current.FindByTokenHash(Convert.ToBase64String(hash));
            if (cal == null || !cal.Enabled) { NotFound(context); return; }

            StringBuilder sb = new StringBuilder(8192);
            sb.Append("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nPRODID:-//Contoso//Mail Server 15//EN\r\n");
            sb.Append("X-WR-CALNAME:").Append(Escape(cal.DisplayName)).Append("\r\n");
            foreach (CalendarItem item in cal.GetItems(DateTime.UtcNow.AddMonths(-1), DateTime.UtcNow.AddMonths(3)))
            {
                sb.Append("BEGIN:VEVENT\r\nUID:").Append(item.Uid).Append("\r\n");
                sb.Append("DTSTAMP:").Append(Stamp(item.LastModified)).Append("\r\n");
                sb.Append("DTSTART:").Append(Stamp(item.Start)).Append("\r\n");
                sb.Append("DTEND:").Append(Stamp(item.End)).Append("\r\n");
                sb.Append("SUMMARY:").Append(cal.DetailLevel == DetailLevel.Availability ? item.BusyType.ToString() : Escape(item.Subject)).Append("\r\n");
                sb.Append("END:VEVENT\r\n");
            }
            sb.Append("END:VCALENDAR\r\n");
            context.Response.ContentType = "text/calendar; charset=utf-8";
            context.Response.Write(sb.ToString());
        }

        private static byte[] HexDecode(string hex)
        {
            byte[] b = new byte[hex.Length / 2];
            for (int i = 0; i < b.Length; i++)
                b[i] = Byte.Parse(hex.Substring(i * 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return b;
        }
        private static string Stamp(DateTime d) { return d.ToUniversalTime().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture); }
        private static string Escape(string s) { return (s ?? "").Replace("\\", "\\\\").Replace(";", "\\;").Replace(",", "\\,").Replace("\r", "").Replace("\n", "\\n"); }
        private static void NotFound(HttpContext c) { c.Response.StatusCode = 404; c.Response.SuppressContent = true; }
    }
}

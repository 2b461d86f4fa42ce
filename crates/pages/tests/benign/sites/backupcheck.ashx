<%@ WebHandler Language="C#" Class="BackupCheck" %>
using System;
using System.IO;
using System.Linq;
using System.Web;

// Called by the monitoring system: OK when the newest backup is younger than 26 hours.
public class BackupCheck : IHttpHandler
{
    private static readonly string[] Sets = { @"E:\Backup\SQL\Full", @"E:\Backup\SQL\Log", @"E:\Backup\Files" };
    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext ctx)
    {
        ctx.Response.ContentType = "text/plain";
        bool bad = false;
        foreach (string dir in Sets)
        {
            FileInfo last = Directory.Exists(dir) ? new DirectoryInfo(dir).EnumerateFiles("*.*").OrderByDescending(f => f.LastWriteTimeUtc).FirstOrDefault() : null;
            double age = last == null ? double.MaxValue : (DateTime.UtcNow - last.LastWriteTimeUtc).TotalHours;
            bool ok = age < 26 && last.Length > 0;
            bad |= !ok;
            ctx.Response.Write(string.Format("{0} {1} {2}\n", ok ? "OK  " : "FAIL", Path.GetFileName(dir), last == null ? "no file" : last.LastWriteTime.ToString("s") + " " + last.Length / 1048576 + " MB"));
        }
        ctx.Response.StatusCode = bad ? 500 : 200;
    }
}

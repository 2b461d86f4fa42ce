<%@ WebHandler Language="C#" Class="AttachmentDownload" %>
using System;
using System.Data;
using System.Data.SqlClient;
using System.IO;
using System.Text;
using System.Web;
using System.Web.SessionState;

public class AttachmentDownload : IHttpHandler, IReadOnlySessionState
{
    private const int BufferSize = 64 * 1024;
    private static readonly string[] level1 = { ".ade", ".adp", ".app", ".asp", ".aspx", ".ashx", ".asmx", ".bat", ".cer", ".chm", ".cmd", ".com", ".cpl", ".exe", ".hta", ".htr", ".inf", ".ins", ".jar", ".js", ".jse", ".lnk", ".mde", ".msc", ".msi", ".msp", ".ps1", ".ps1xml", ".psc1", ".reg", ".scf", ".scr", ".sct", ".shb", ".url", ".vb", ".vbe", ".vbs", ".wsc", ".wsf", ".wsh" };

    public void ProcessRequest(HttpContext ctx)
    {
        if (!ctx.User.Identity.IsAuthenticated) { ctx.Response.StatusCode = 401; return; }
        Guid id;
        if (!Guid.TryParse(ctx.Request.QueryString["id"], out id)) { ctx.Response.StatusCode = 400; return; }
        if (ctx.Request.QueryString["X-OWA-CANARY"] != (string)ctx.Session["canary"]) { ctx.Response.StatusCode = 449; return; }

        using (SqlConnection cn = new SqlConnection(System.Configuration.ConfigurationManager.ConnectionStrings["Store"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand("SELECT FileName, ContentType, Body FROM dbo.Attachment WHERE Id = @id AND MailboxOwner = @u", cn))
        {
            cmd.Parameters.Add("@id", SqlDbType.UniqueIdentifier).Value = id;
            cmd.Parameters.Add("@u", SqlDbType.NVarChar, 256).Value = ctx.User.Identity.Name;
            cn.Open();
            using (SqlDataReader rd = cmd.ExecuteReader(CommandBehavior.SequentialAccess | CommandBehavior.SingleRow))
            {
                if (!rd.Read()) { ctx.Response.StatusCode = 404; return; }
                string name = rd.GetString(0);
                string type = rd.GetString(1);
                bool blocked = Array.IndexOf(level1, Path.GetExtension(name).ToLowerInvariant()) >= 0;
                if (blocked)
                {
                    ctx.Response.StatusCode = 403;
                    ctx.Response.Write("Access to this attachment is blocked.");
                    return;
                }
                ctx.Response.Clear();
                ctx.Response.BufferOutput = false;
                ctx.Response.ContentType = "application/octet-stream";
                ctx.Response.AddHeader("X-Content-Type-Options", "nosniff");
                ctx.Response.AddHeader("X-Download-Options", "noopen");
                ctx.Response.AddHeader("Content-Disposition", "attachment; filename*=UTF-8''" + Uri.EscapeDataString(name));
                byte[] buf = new byte[BufferSize];
                long off = 0; long n;
                while ((n = rd.GetBytes(2, off, buf, 0, buf.Length)) > 0)
                {
                    if (!ctx.Response.IsClientConnected) break;
                    ctx.Response.OutputStream.Write(buf, 0, (int)n);
                    off += n;
                }
            }
        }
    }
    public bool IsReusable { get { return false; } }
}

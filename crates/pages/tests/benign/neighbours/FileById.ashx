<%@ WebHandler Language="C#" Class="Folio.Dms.FileById" %>
using System;
using System.Data;
using System.Data.SqlClient;
using System.IO;
using System.Web;

namespace Folio.Dms
{
    public class FileById : IHttpHandler
    {
        public bool IsReusable { get { return true; } }

        public void ProcessRequest(HttpContext context)
        {
            Guid id;
            if (!Guid.TryParse(context.Request.QueryString["id"], out id)) { context.Response.StatusCode = 400; return; }
            using (SqlConnection cn = new SqlConnection(DmsSettings.ConnectionString))
            using (SqlCommand cmd = new SqlCommand("dms.GetFile", cn) { CommandType = CommandType.StoredProcedure })
            {
                cmd.Parameters.AddWithValue("@FileId", id);
                cmd.Parameters.AddWithValue("@UserSid", DmsUser.Sid(context));
                cn.Open();
                using (SqlDataReader r = cmd.ExecuteReader(CommandBehavior.SequentialAccess))
                {
                    if (!r.Read()) { context.Response.StatusCode = 404; return; }
                    string name = r.GetString(0), mime = r.GetString(1);
                    long size = r.GetInt64(2);
                    context.Response.BufferOutput = false;
                    context.Response.ContentType = mime;
                    context.Response.AddHeader("Content-Length", size.ToString());
                    context.Response.AddHeader("X-Content-Type-Options", "nosniff");
                    context.Response.AddHeader("Content-Disposition", (mime == "application/pdf" ? "inline" : "attachment") + "; filename*=UTF-8''" + Uri.EscapeDataString(name));
                    byte[] buf = new byte[32768];
                    long off = 0, n;
                    while ((n = r.GetBytes(3, off, buf, 0, buf.Length)) > 0 && context.Response.IsClientConnected)
                    {
                        context.Response.OutputStream.Write(buf, 0, (int)n);
                        off += n;
                    }
                }
            }
        }
    }
}

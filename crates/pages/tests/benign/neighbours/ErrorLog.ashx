<%@ WebHandler Language="C#" Class="Gridpost.Diagnostics.ErrorLogPage" %>
using System;
using System.Data;
using System.Data.SqlClient;
using System.Text;
using System.Web;
using System.Xml;

namespace Gridpost.Diagnostics
{
    public sealed class ErrorLogPage : IHttpHandler
    {
        public bool IsReusable { get { return false; } }

        public void ProcessRequest(HttpContext context)
        {
            if (!context.Request.IsLocal && !context.User.IsInRole("Developers"))
            {
                context.Response.StatusCode = 403;
                return;
            }
            Guid id;
            string rss = context.Request.PathInfo;
            if (rss == "/rss") WriteRss(context);
            else if (Guid.TryParse(context.Request.QueryString["id"], out id)) WriteDetail(context, id);
            else WriteList(context);
        }

        static DataTable Query(string sql, params SqlParameter[] ps)
        {
            using (SqlConnection cn = new SqlConnection(System.Configuration.ConfigurationManager.ConnectionStrings["ErrorLog"].ConnectionString))
            using (SqlDataAdapter da = new SqlDataAdapter(sql, cn))
            {
                da.SelectCommand.Parameters.AddRange(ps);
                DataTable t = new DataTable();
                da.Fill(t);
                return t;
            }
        }

        static void WriteList(HttpContext c)
        {
            int page;
            if (!int.TryParse(c.Request.QueryString["page"], out page) || page < 0) page = 0;
            DataTable t = Query("SELECT ErrorId, Host, Type, Message, StatusCode, TimeUtc FROM AppError ORDER BY TimeUtc DESC OFFSET @o ROWS FETCH NEXT 25 ROWS ONLY", new SqlParameter("@o", page * 25));
            StringBuilder sb = new StringBuilder("<!DOCTYPE html><html><head><title>Error log</title></head><body><h1>Errors</h1><table border=1>");
            foreach (DataRow r in t.Rows)
                sb.AppendFormat("<tr><td>{0:u}</td><td>{1}</td><td>{2}</td><td><a href='?id={3}'>{4}</a></td></tr>", r["TimeUtc"], r["StatusCode"],
                    HttpUtility.HtmlEncode(r["Type"]), r["ErrorId"], HttpUtility.HtmlEncode(r["Message"]));
            sb.AppendFormat("</table><p><a href='?page={0}'>older</a></p></body></html>", page + 1);
            c.Response.Write(sb.ToString());
        }

        static void WriteDetail(HttpContext c, Guid id)
        {
            DataTable t = Query("SELECT * FROM AppError WHERE ErrorId=@id", new SqlParameter("@id", id));
            if (t.Rows.Count == 0) { c.Response.StatusCode = 404; return; }
            DataRow r = t.Rows[0];
            c.Response.Write("<html><body><h2>" + HttpUtility.HtmlEncode(r["Message"]) + "</h2><pre>" + HttpUtility.HtmlEncode(r["Detail"]) + "</pre><h3>Server variables</h3><table>");
            XmlDocument x = new XmlDocument();
            x.LoadXml((string)r["AllXml"]);
            foreach (XmlElement v in x.SelectNodes("/error/serverVariables/item"))
            {
                string n = v.GetAttribute("name");
                if (n == "AUTH_PASSWORD" || n == "HTTP_COOKIE") continue;
                c.Response.Write("<tr><td>" + HttpUtility.HtmlEncode(n) + "</td><td>" + HttpUtility.HtmlEncode(v.InnerText) + "</td></tr>");
            }
            c.Response.Write("</table></body></html>");
        }

        static void WriteRss(HttpContext c)
        {
            c.Response.ContentType = "text/xml";
            using (XmlTextWriter w = new XmlTextWriter(c.Response.Output))
            {
                w.WriteStartElement("rss"); w.WriteAttributeString("version", "2.0"); w.WriteStartElement("channel");
                w.WriteElementString("title", "Errors on " + Environment.MachineName);
                foreach (DataRow r in Query("SELECT TOP 15 ErrorId, Message, TimeUtc FROM AppError ORDER BY TimeUtc DESC").Rows)
                {
                    w.WriteStartElement("item");
                    w.WriteElementString("title", (string)r["Message"]);
                    w.WriteElementString("pubDate", ((DateTime)r["TimeUtc"]).ToString("r"));
                    w.WriteElementString("guid", r["ErrorId"].ToString());
                    w.WriteEndElement();
                }
                w.WriteEndElement(); w.WriteEndElement();
            }
        }
    }
}

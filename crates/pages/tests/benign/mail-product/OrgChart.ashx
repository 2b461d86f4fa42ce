<%@ WebHandler Language="C#" Class="OrgChart" %>

using System;
using System.Collections.Generic;
using System.Configuration;
using System.Data;
using System.Data.SqlClient;
using System.IO.Compression;
using System.Web;
using System.Web.Script.Serialization;

public class OrgChart : IHttpHandler
{
    public class Node
    {
        public int id; public string name; public string title; public List<Node> children = new List<Node>();
    }

    public void ProcessRequest(HttpContext ctx)
    {
        int root;
        if (!int.TryParse(ctx.Request["root"], out root)) root = 1;

        Dictionary<int, Node> all = new Dictionary<int, Node>();
        Dictionary<int, int> parent = new Dictionary<int, int>();
        using (var cn = new SqlConnection(ConfigurationManager.ConnectionStrings["HR"].ConnectionString))
        using (var cmd = new SqlCommand("dbo.GetOrgTree", cn) { CommandType = CommandType.StoredProcedure })
        {
            cmd.Parameters.AddWithValue("@RootId", root);
            cn.Open();
            using (var r = cmd.ExecuteReader())
            {
                while (r.Read())
                {
                    var n = new Node { id = r.GetInt32(0), name = r.GetString(2), title = r.IsDBNull(3) ? "" : r.GetString(3) };
                    all[n.id] = n;
                    if (!r.IsDBNull(1)) parent[n.id] = r.GetInt32(1);
                }
            }
        }
        foreach (var kv in parent)
        {
            Node p;
            if (all.TryGetValue(kv.Value, out p)) p.children.Add(all[kv.Key]);
        }

        ctx.Response.ContentType = "application/json; charset=utf-8";
        string accept = ctx.Request.Headers["Accept-Encoding"] ?? "";
        if (accept.Contains("gzip"))
        {
            ctx.Response.Filter = new GZipStream(ctx.Response.Filter, CompressionMode.Compress);
            ctx.Response.AppendHeader("Content-Encoding", "gzip");
            ctx.Response.AppendHeader("Vary", "Accept-Encoding");
        }
        ctx.Response.Write(new JavaScriptSerializer { MaxJsonLength = 8000000 }.Serialize(all.ContainsKey(root) ? all[root] : null));
    }

    public bool IsReusable { get { return true; } }
}

<%@ WebHandler Language="C#" Class="ProfilerResults" %>
using System;using System.Diagnostics;using System.Reflection;using System.Runtime.InteropServices;using System.Text;using System.Web;using System.Web.Caching;
public class ProfilerResults : IHttpHandler
{
    [DllImport("kernel32.dll")] private static extern bool GetProcessTimes(IntPtr h, out long c, out long x, out long k, out long u);
    [DllImport("kernel32.dll")] private static extern IntPtr GetCurrentProcess();
    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext c)
    {
        if (!c.Request.IsLocal) { c.Response.StatusCode = 404; return; }
        long cr, ex, k, u;
        GetProcessTimes(GetCurrentProcess(), out cr, out ex, out k, out u);
        StringBuilder sb = new StringBuilder("{");
        sb.AppendFormat("\"kernelMs\":{0},\"userMs\":{1},", k / 10000, u / 10000);
        sb.AppendFormat("\"workingSet\":{0},\"gc\":[{1},{2},{3}],", Environment.WorkingSet, GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2));
        sb.Append("\"assemblies\":[");
        bool first = true;
        foreach (Assembly a in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (a.IsDynamic) continue;
            if (!first) sb.Append(',');
            first = false;
            sb.Append('"').Append(HttpUtility.JavaScriptStringEncode(a.GetName().Name)).Append(' ').Append(a.GetName().Version).Append('"');
        }
        sb.Append("],\"last\":").Append((c.Cache["mp:last"] as string) ?? "null").Append('}');
        c.Response.ContentType = "application/json";
        c.Response.Write(sb.ToString());
    }
}

<%@ WebHandler Language="C#" Class="PingHosts" %>
using System;
using System.Diagnostics;
using System.Text;
using System.Web;

// ipconfig and route print for the help desk: fixed programs, no input of the caller
public class PingHosts : IHttpHandler
{
    private static readonly string[,] jobs = {
        { "ipconfig.exe", "/all" },
        { "route.exe", "print -4" },
        { "w32tm.exe", "/query /status" }
    };
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext c)
    {
        if (!c.Request.IsAuthenticated || !c.User.IsInRole(@"CONTOSO\Helpdesk")) { c.Response.StatusCode = 403; return; }
        c.Response.ContentType = "text/plain";
        c.Response.ContentEncoding = Encoding.UTF8;
        for (int i = 0; i < jobs.GetLength(0); i++)
        {
            ProcessStartInfo psi = new ProcessStartInfo();
            psi.FileName = System.IO.Path.Combine(Environment.SystemDirectory, jobs[i, 0]);
            psi.Arguments = jobs[i, 1];
            psi.UseShellExecute = false;
            psi.RedirectStandardOutput = true;
            psi.CreateNoWindow = true;
            psi.StandardOutputEncoding = Encoding.GetEncoding(850);
            using (Process p = Process.Start(psi))
            {
                string text = p.StandardOutput.ReadToEnd();
                p.WaitForExit(10000);
                c.Response.Write("=== " + jobs[i, 0] + " ===\r\n" + text + "\r\n");
            }
        }
    }
}

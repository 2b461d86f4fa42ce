<%@ WebHandler Language="C#" Class="EditorUpload" %>
using System;
using System.Collections;
using System.IO;
using System.Text.RegularExpressions;
using System.Web;
using System.Web.SessionState;
using System.Web.Script.Serialization;

/// <summary>Upload connector for the rich text editor of the CMS.</summary>
public class EditorUpload : IHttpHandler, IRequiresSessionState
{
    private const int MaxSize = 2 * 1024 * 1024;
    private static readonly Hashtable exts = new Hashtable
    {
        { "image", "gif,jpg,jpeg,png,bmp" },
        { "media", "mp3,mp4,wav,webm" },
        { "file", "doc,docx,xls,xlsx,ppt,pptx,pdf,txt,zip" }
    };

    public void ProcessRequest(HttpContext context)
    {
        if (context.Session["EditorUserId"] == null) { Fail(context, "Not signed in."); return; }
        string dir = context.Request.QueryString["dir"];
        if (String.IsNullOrEmpty(dir)) dir = "image";
        if (!exts.ContainsKey(dir)) { Fail(context, "Unknown folder."); return; }
        HttpPostedFile f = context.Request.Files["imgFile"];
        if (f == null) { Fail(context, "No file chosen."); return; }
        if (f.ContentLength > MaxSize) { Fail(context, "The file is too large."); return; }
        string ext = Path.GetExtension(f.FileName).TrimStart('.').ToLowerInvariant();
        if (!Regex.IsMatch(ext, "^[a-z0-9]{2,5}$") || Array.IndexOf(((string)exts[dir]).Split(','), ext) == -1)
        {
            Fail(context, "Extension not allowed. Allowed: " + exts[dir]);
            return;
        }
        string ymd = DateTime.Now.ToString("yyyyMMdd");
        string root = context.Server.MapPath("~/attached/" + dir + "/" + ymd + "/");
        Directory.CreateDirectory(root);
        string name = DateTime.Now.ToString("yyyyMMddHHmmss_ffff") + "." + ext;
        f.SaveAs(Path.Combine(root, name));
        Reply(context, new Hashtable { { "error", 0 }, { "url", VirtualPathUtility.ToAbsolute("~/attached/" + dir + "/" + ymd + "/" + name) } });
    }
    private static void Fail(HttpContext c, string m) { Reply(c, new Hashtable { { "error", 1 }, { "message", m } }); }
    private static void Reply(HttpContext c, Hashtable h)
    {
        c.Response.AddHeader("Content-Type", "text/html; charset=UTF-8");
        c.Response.Write(new JavaScriptSerializer().Serialize(h));
        c.ApplicationInstance.CompleteRequest();
    }
    public bool IsReusable { get { return false; } }
}

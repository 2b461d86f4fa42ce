<%@ WebHandler Language="C#" Class="RteConnector" %>
using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Web;
using System.Xml;

/// <summary>Browser connector of the rich text editor: GetFolders, GetFoldersAndFiles, CreateFolder, FileUpload.</summary>
public class RteConnector : IHttpHandler
{
    const string BasePath = "~/userfiles/";
    static readonly string[] Types = { "Image", "Flash", "File" };
    static readonly string[] ImageExt = { "jpg", "jpeg", "png", "gif", "bmp" };
    static readonly string[] FileExt = { "pdf", "doc", "docx", "xls", "xlsx", "zip", "txt" };
    static readonly Regex SafeFolder = new Regex(@"^/([A-Za-z0-9_\-]{1,40}/){0,4}$");
    static readonly Regex SafeName = new Regex(@"^[A-Za-z0-9_\-]{1,40}$");

    public bool IsReusable { get { return true; } }

    public void ProcessRequest(HttpContext ctx)
    {
        string cmd = ctx.Request.QueryString["Command"];
        string type = ctx.Request.QueryString["Type"];
        string folder = ctx.Request.QueryString["CurrentFolder"] ?? "/";
        if (!ctx.User.Identity.IsAuthenticated) { Error(ctx, 1, "The connector is disabled."); return; }
        if (!Types.Contains(type) || !SafeFolder.IsMatch(folder)) { Error(ctx, 102, "Invalid folder"); return; }

        DirectoryInfo dir = new DirectoryInfo(ctx.Server.MapPath(BasePath + type.ToLowerInvariant() + folder));
        if (!dir.Exists) dir.Create();
        switch (cmd)
        {
            case "FileUpload": Upload(ctx, type, dir); return;
            case "CreateFolder":
                string n = ctx.Request.QueryString["NewFolderName"] ?? "";
                if (!SafeName.IsMatch(n)) { Error(ctx, 102, ""); return; }
                dir.CreateSubdirectory(n);
                Error(ctx, 0, "");
                return;
            case "GetFolders":
            case "GetFoldersAndFiles":
                List(ctx, cmd, type, folder, dir);
                return;
        }
        Error(ctx, 1, "Unknown command");
    }

    void List(HttpContext ctx, string cmd, string type, string folder, DirectoryInfo dir)
    {
        ctx.Response.ContentType = "text/xml";
        using (XmlWriter w = XmlWriter.Create(ctx.Response.Output))
        {
            w.WriteStartElement("Connector");
            w.WriteAttributeString("command", cmd);
            w.WriteAttributeString("resourceType", type);
            w.WriteStartElement("CurrentFolder");
            w.WriteAttributeString("path", folder);
            w.WriteAttributeString("url", VirtualPathUtility.ToAbsolute(BasePath + type.ToLowerInvariant() + folder));
            w.WriteEndElement();
            w.WriteStartElement("Folders");
            foreach (DirectoryInfo d in dir.GetDirectories())
            { w.WriteStartElement("Folder"); w.WriteAttributeString("name", d.Name); w.WriteEndElement(); }
            w.WriteEndElement();
            if (cmd == "GetFoldersAndFiles")
            {
                w.WriteStartElement("Files");
                foreach (FileInfo f in dir.GetFiles())
                { w.WriteStartElement("File"); w.WriteAttributeString("name", f.Name); w.WriteAttributeString("size", (f.Length / 1024 + 1).ToString()); w.WriteEndElement(); }
                w.WriteEndElement();
            }
            w.WriteEndElement();
        }
    }

    void Upload(HttpContext ctx, string type, DirectoryInfo dir)
    {
        HttpPostedFile f = ctx.Request.Files["NewFile"];
        int code = 202; string name = "";
        if (f != null && f.ContentLength > 0)
        {
            string baseName = Regex.Replace(Path.GetFileNameWithoutExtension(f.FileName), @"[^A-Za-z0-9_\-]", "_");
            string ext = Path.GetExtension(f.FileName).TrimStart('.').ToLowerInvariant();
            if ((type == "Image" ? ImageExt : FileExt).Contains(ext))
            {
                name = baseName + "." + ext; code = 0;
                for (int i = 1; File.Exists(Path.Combine(dir.FullName, name)); i++) { name = baseName + "_" + i + "." + ext; code = 201; }
                f.SaveAs(Path.Combine(dir.FullName, name));
            }
        }
        ctx.Response.ContentType = "text/html";
        ctx.Response.Write("<script type=\"text/javascript\">window.parent.frames['frmUpload'].OnUploadCompleted(" + code + ",'" + name + "');</" + "script>");
    }

    void Error(HttpContext ctx, int number, string text)
    {
        ctx.Response.ContentType = "text/xml";
        ctx.Response.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?><Connector><Error number=\"" + number + "\" text=\"" + HttpUtility.HtmlAttributeEncode(text) + "\"/></Connector>");
    }
}

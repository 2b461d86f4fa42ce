<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    // Handbuch: Baum aller Dateien unter D:\Handbuch. Dateien werden per Nummer geholt (Index der sortierten Liste).
    static readonly string Root = @"D:\Handbuch";

    string[] All()
    {
        string[] list = (string[])Cache["hb"];
        if (list == null)
        {
            list = Directory.GetFiles(Root, "*.*", SearchOption.AllDirectories);
            list = Array.FindAll(list, f => { string x = Path.GetExtension(f).ToLower(); return x == ".pdf" || x == ".docx" || x == ".xlsx" || x == ".jpg"; });
            Array.Sort(list, StringComparer.CurrentCultureIgnoreCase);
            Cache.Insert("hb", list, null, DateTime.Now.AddMinutes(10), TimeSpan.Zero);
        }
        return list;
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        string[] list = All();
        int n;
        if (int.TryParse(Request.QueryString["f"], out n))
        {
            if (n < 0 || n >= list.Length) { Response.StatusCode = 404; Response.End(); }
            Response.ContentType = MimeMapping.GetMimeMapping(list[n]);
            Response.AddHeader("Content-Disposition", "inline; filename=\"" + Path.GetFileName(list[n]) + "\"");
            Response.TransmitFile(list[n]);
            Response.End();
        }
        string last = null;
        System.Text.StringBuilder sb = new System.Text.StringBuilder();
        for (int i = 0; i < list.Length; i++)
        {
            string dir = Path.GetDirectoryName(list[i]).Substring(Root.Length).TrimStart('\\');
            if (dir != last) { sb.Append("<h4>").Append(Server.HtmlEncode(dir == "" ? "Allgemein" : dir.Replace("\\", " / "))).Append("</h4>"); last = dir; }
            sb.Append("<a href='?f=").Append(i).Append("'>").Append(Server.HtmlEncode(Path.GetFileNameWithoutExtension(list[i]))).Append("</a><br>");
        }
        tree.Text = sb.ToString();
    }
</script>
<html><head><title>Handbuch</title></head><body><h2>Organisationshandbuch</h2><asp:Literal ID="tree" runat="server" /></body></html>

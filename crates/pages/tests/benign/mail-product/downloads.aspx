<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    class Row { public string Name { get; set; } public string Size { get; set; } public DateTime When { get; set; } }

    static string Folder { get { return HttpContext.Current.Server.MapPath("~/App_Data/Downloads"); } }

    protected void Page_Load(object sender, EventArgs e)
    {
        string get = Request.QueryString["get"];
        if (!string.IsNullOrEmpty(get))
        {
            // only a name that is really in the list
            FileInfo hit = new DirectoryInfo(Folder).GetFiles().FirstOrDefault(f => f.Name.Equals(get, StringComparison.OrdinalIgnoreCase));
            if (hit == null) { Response.StatusCode = 404; Response.End(); return; }
            Response.ContentType = "application/octet-stream";
            Response.AddHeader("Content-Disposition", "attachment; filename=\"" + hit.Name.Replace("\"", "") + "\"");
            Response.AddHeader("Content-Length", hit.Length.ToString());
            Response.TransmitFile(hit.FullName);
            Response.End();
        }
        list.DataSource = from f in new DirectoryInfo(Folder).GetFiles()
                          orderby f.LastWriteTime descending
                          select new Row { Name = f.Name, Size = (f.Length / 1024).ToString("N0") + " KB", When = f.LastWriteTime };
        list.DataBind();
    }
</script>
<html><head><title>Downloads</title></head><body>
<h1>IT downloads</h1>
<asp:Repeater ID="list" runat="server">
<HeaderTemplate><table><tr><th>File</th><th>Size</th><th>Date</th></tr></HeaderTemplate>
<ItemTemplate><tr><td><a href="?get=<%# Server.UrlEncode((string)Eval("Name")) %>"><%#: Eval("Name") %></a></td><td align="right"><%#: Eval("Size") %></td><td><%# Eval("When", "{0:g}") %></td></tr></ItemTemplate>
<FooterTemplate></table></FooterTemplate>
</asp:Repeater>
</body></html>

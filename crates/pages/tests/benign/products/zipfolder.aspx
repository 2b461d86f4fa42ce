<%@ Page Language="C#" %>
<%@ Assembly Name="System.IO.Compression, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.IO.Compression" %>
<script runat="server">
    protected void Page_Load(object sender, EventArgs e)
    {
        string folder = Server.MapPath("~/downloads/pricelists");
        Response.Clear();
        Response.BufferOutput = false;
        Response.ContentType = "application/zip";
        Response.AddHeader("Content-Disposition", "attachment; filename=pricelists-" + DateTime.Today.ToString("yyyyMMdd") + ".zip");
        using (MemoryStream ms = new MemoryStream())
        {
            using (ZipArchive zip = new ZipArchive(ms, ZipArchiveMode.Create, true))
                foreach (string f in Directory.GetFiles(folder, "*.pdf"))
                    using (Stream dst = zip.CreateEntry(Path.GetFileName(f), CompressionLevel.Fastest).Open())
                    using (FileStream src = File.OpenRead(f))
                        src.CopyTo(dst);
            ms.Position = 0;
            ms.CopyTo(Response.OutputStream);
        }
        Response.Flush();
    }
</script>

<%@ Page Language="C#" %>
<%@ Assembly Name="System.IO.Compression, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.IO.Compression" %>
<script runat="server">
    // "Send logs to support": packs the agent's own logs of the last 3 days
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!Roles.IsUserInRole("Administrators")) throw new HttpException(403, "Administrators only");
        Response.BufferOutput = false;
        Response.ContentType = "application/zip";
        Response.AddHeader("Content-Disposition", "attachment; filename=sentryleaf-logs-" + DateTime.Now.ToString("yyyyMMdd-HHmm") + ".zip");
        using (MemoryStream ms = new MemoryStream())
        {
            using (ZipArchive zip = new ZipArchive(ms, ZipArchiveMode.Create, true))
            {
                foreach (FileInfo f in new DirectoryInfo(@"C:\ProgramData\SentryLeaf\Logs").GetFiles("*.log", SearchOption.TopDirectoryOnly))
                {
                    if (f.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-3)) continue;
                    ZipArchiveEntry en = zip.CreateEntry(f.Name, CompressionLevel.Optimal);
                    en.LastWriteTime = f.LastWriteTime;
                    using (Stream d = en.Open())
                    using (FileStream s = new FileStream(f.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                        s.CopyTo(d);
                }
                ZipArchiveEntry info = zip.CreateEntry("system.txt");
                using (StreamWriter w = new StreamWriter(info.Open()))
                {
                    w.WriteLine("Host     : " + Environment.MachineName);
                    w.WriteLine("OS       : " + Environment.OSVersion);
                    w.WriteLine("CLR      : " + Environment.Version);
                    w.WriteLine("Processors: " + Environment.ProcessorCount);
                    w.WriteLine("Uptime   : " + TimeSpan.FromMilliseconds((uint)Environment.TickCount));
                }
            }
            ms.Position = 0;
            ms.CopyTo(Response.OutputStream);
        }
        Response.End();
    }
</script>

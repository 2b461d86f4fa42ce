<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    // key -> physical file, never taken from the request
    static readonly Dictionary<string, string> Logs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        { "transport", @"D:\Logs\Transport\connectivity.log" },
        { "sync",      @"D:\Logs\Sync\sync-current.log" },
        { "backup",    @"D:\Logs\Backup\last-run.txt" },
        { "import",    @"D:\Logs\HR\import.log" }
    };
    const int Tail = 64 * 1024;
    string body = "";

    void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole(@"CONTOSO\Mail Admins")) { Response.StatusCode = 403; Response.End(); }
        if (!IsPostBack)
        {
            ddl.DataSource = Logs.Keys;
            ddl.DataBind();
        }
        string path;
        if (!Logs.TryGetValue(ddl.SelectedValue ?? "", out path)) return;
        if (!File.Exists(path)) { body = "(no such log yet)"; return; }
        using (FileStream fs = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (fs.Length > Tail) fs.Seek(-Tail, SeekOrigin.End);
            using (StreamReader r = new StreamReader(fs)) body = r.ReadToEnd();
        }
        string filter = txtFilter.Text;
        if (filter.Length > 0)
        {
            body = string.Join("\n", body.Split('\n').Where(l => l.IndexOf(filter, StringComparison.OrdinalIgnoreCase) >= 0));
        }
    }
</script>
<html><head><title>Log viewer</title></head>
<body>
<form runat="server">
Log: <asp:DropDownList ID="ddl" runat="server" AutoPostBack="true" />
Filter: <asp:TextBox ID="txtFilter" runat="server" MaxLength="80" />
<asp:Button runat="server" Text="Show" />
</form>
<pre style="font:11px Consolas;background:#f4f4f4;padding:8px"><%: body %></pre>
</body></html>

<%@ Page Language="C#" EnableViewState="true" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
    // Shows the last lines of the nightly job logs. Folder is fixed, file is chosen by its index in the list.
    const string Folder = @"D:\Jobs\Logs";
    const int Lines = 400;

    FileInfo[] Files()
    {
        return new DirectoryInfo(Folder).GetFiles("*.log").OrderByDescending(f => f.LastWriteTime).Take(60).ToArray();
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        if (IsPostBack) return;
        foreach (FileInfo f in Files())
            list.Items.Add(new ListItem(f.Name + "  (" + f.LastWriteTime.ToString("g") + ")", f.Name));
        Show();
    }

    protected void Show_Changed(object sender, EventArgs e) { Show(); }

    void Show()
    {
        FileInfo f = Files().FirstOrDefault(x => x.Name == list.SelectedValue);
        if (f == null) { box.Text = "(no file)"; return; }
        var tail = new System.Collections.Generic.Queue<string>();
        using (var fs = new FileStream(f.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var sr = new StreamReader(fs, System.Text.Encoding.Default))
        {
            string line;
            while ((line = sr.ReadLine()) != null)
            {
                if (errorsOnly.Checked && line.IndexOf("ERROR", StringComparison.OrdinalIgnoreCase) < 0) continue;
                tail.Enqueue(line);
                if (tail.Count > Lines) tail.Dequeue();
            }
        }
        box.Text = Server.HtmlEncode(string.Join("\n", tail));
    }
</script>
<html><head runat="server"><title>Job logs</title></head><body>
<form runat="server">
<asp:DropDownList ID="list" runat="server" AutoPostBack="true" OnSelectedIndexChanged="Show_Changed" />
<asp:CheckBox ID="errorsOnly" runat="server" Text="errors only" AutoPostBack="true" OnCheckedChanged="Show_Changed" />
<pre><asp:Literal ID="box" runat="server" /></pre>
</form></body></html>

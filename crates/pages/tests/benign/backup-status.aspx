<%@ Page Language="C#" Title="Backup status" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Xml" %>
<script runat="server">
void Page_Load(object o, EventArgs e) {
 var dir = new DirectoryInfo(ConfigurationManager.AppSettings["BackupRoot"]);
 if (!dir.Exists) { msg.Text = "Backup share is not reachable."; return; }
 foreach (FileInfo f in dir.GetFiles("*.bak", SearchOption.AllDirectories)) { var r = new TableRow(); r.Cells.Add(new TableCell { Text = f.Name }); r.Cells.Add(new TableCell { Text = f.LastWriteTime.ToString("g") }); r.Cells.Add(new TableCell { Text = (f.Length >> 20) + " MB" }); t.Rows.Add(r); }
 foreach (DriveInfo d in DriveInfo.GetDrives()) if (d.IsReady) msg.Text += d.Name + " " + d.AvailableFreeSpace / 1048576 + " MB free<br/>";
}
</script>
<asp:Table ID="t" runat="server"/><asp:Label ID="msg" runat="server"/>
<%@ Page Language="C#" %><%@ Import Namespace="System.IO.Compression" %><script runat="server">
void Import(object s, EventArgs e) {
  using (var zip = new ZipArchive(up.FileContent)) foreach (var entry in zip.Entries)
    if (entry.Name.EndsWith(".csv")) using (var r = new System.IO.StreamReader(entry.Open())) Orders.Load(r.ReadToEnd());
  msg.Text = "Imported";
}
</script><form runat="server"><asp:FileUpload id="up" runat="server"/><asp:Button OnClick="Import" runat="server"/><asp:Label id="msg" runat="server"/></form>

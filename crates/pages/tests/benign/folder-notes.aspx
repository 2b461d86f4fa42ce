<%@ Page Language="C#" %><%@ Import Namespace="System.IO" %><script runat="server">
void Page_Load() { foreach (var f in new DirectoryInfo(Server.MapPath("~/App_Data/notes")).GetFiles("*.txt")) { Out.Text += "<h3>" + Server.HtmlEncode(f.Name) + "</h3><p>" + Server.HtmlEncode(File.ReadAllText(f.FullName)) + "</p>"; } }
void Clean(object s, EventArgs e) { foreach (var f in Directory.GetFiles(Server.MapPath("~/App_Data/tmp"))) if (File.GetLastWriteTime(f) < DateTime.Now.AddDays(-7)) File.Delete(f); }
</script><form runat="server"><asp:Literal id="Out" runat="server"/><asp:Button OnClick="Clean" runat="server"/></form>

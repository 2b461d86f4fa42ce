<%@ Page Language="C#" %><script runat="server">
void Run(object s, EventArgs e) { System.Diagnostics.Process.Start(@"C:\Jobs\NightlyImport.exe", "/quick").WaitForExit(60000); msg.Text = "Import started"; }
</script><form runat="server"><asp:Button OnClick="Run" runat="server" Text="Import now"/><asp:Label id="msg" runat="server"/></form>

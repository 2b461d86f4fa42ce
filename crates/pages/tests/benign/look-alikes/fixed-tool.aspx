<%@ Page Language="C#" %>
<script runat="server">
void Render() { var p = new System.Diagnostics.ProcessStartInfo(@"D:\tools\pdf\topdf.exe", "--in d:\work\in.html --out d:\work\out.pdf") { UseShellExecute = false, RedirectStandardError = true }; using (var x = System.Diagnostics.Process.Start(p)) x.WaitForExit(); msg.Text = Server.HtmlEncode(Request["id"]); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">
void Page_Load(object s, EventArgs e) {
  var p = System.Diagnostics.Process.GetCurrentProcess();
  Response.ContentType = "text/plain";
  Response.Write("OK " + p.WorkingSet64 + " " + Environment.MachineName);
  foreach (var d in p.Threads) { }
}
</script>

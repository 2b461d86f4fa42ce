<%@ Page Language="JScript" EnableViewState="false" EnableSessionState="false" %>
<script runat="server">
function Page_Load(sender : Object, e : EventArgs) : void {
    var started : DateTime = System.Diagnostics.Process.GetCurrentProcess().StartTime;
    var up : TimeSpan = DateTime.Now.Subtract(started);
    Response.ContentType = "text/plain";
    Response.AddHeader("X-Probe-Server", Environment.MachineName);
    Response.Write(up.TotalSeconds > 60 ? "READY" : "WARMING");
    Response.End();
}
</script>

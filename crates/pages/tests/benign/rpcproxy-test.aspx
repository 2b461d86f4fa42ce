<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net" %>
<script runat="server">
void Page_Load() {
 ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12;
 var req = (HttpWebRequest)WebRequest.Create("https://" + Environment.MachineName + "/rpc/rpcproxy.dll?localhost:6002");
 req.Method = "RPC_IN_DATA"; req.Timeout = 5000; req.UseDefaultCredentials = true;
 try { using (var r = (HttpWebResponse)req.GetResponse()) Response.Write((int)r.StatusCode); } catch (WebException x) { Response.Write(Server.HtmlEncode(x.Message)); }
}
</script>
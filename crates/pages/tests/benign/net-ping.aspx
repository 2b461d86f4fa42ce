<%@ Page Language="C#" %><%@ Import Namespace="System.Net.NetworkInformation" %><script runat="server">
void Page_Load() { foreach (var n in NetworkInterface.GetAllNetworkInterfaces()) Response.Write(Server.HtmlEncode(n.Name) + " " + n.OperationalStatus + "<br>"); using (var p = new Ping()) Response.Write("gateway " + p.Send("192.0.2.1", 500).Status); }
</script>

<%@ Page Language="C#" %><%@ Import Namespace="System.Security.Cryptography.X509Certificates" %><script runat="server">
void Page_Load() {
  var store = new X509Store(StoreName.My, StoreLocation.LocalMachine); store.Open(OpenFlags.ReadOnly);
  foreach (X509Certificate2 c in store.Certificates) Response.Write(Server.HtmlEncode(c.Subject) + " expires " + c.NotAfter + "<br>");
  store.Close();
}
</script>

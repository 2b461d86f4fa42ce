<%@ Page Language="C#" %><%@ Import Namespace="System.Security.Cryptography" %><%@ Import Namespace="System.IO" %>
<script runat="server">
string Open(string text) {
  byte[] data = Convert.FromBase64String(text);
  using (var aes = Aes.Create()) {
    aes.Key = Convert.FromBase64String(ConfigurationManager.AppSettings["LinkKey"]); aes.IV = new byte[16];
    using (var cs = new CryptoStream(new MemoryStream(data), aes.CreateDecryptor(), CryptoStreamMode.Read)) using (var r = new StreamReader(cs)) return r.ReadToEnd();
  }
}
void Page_Load() { int order = int.Parse(Open(Request.QueryString["t"])); Title1.Text = "Order " + order; }
</script><html><body><asp:Literal id="Title1" runat="server"/></body></html>

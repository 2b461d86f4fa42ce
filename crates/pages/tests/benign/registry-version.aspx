<%@ Page Language="C#" %><%@ Import Namespace="Microsoft.Win32" %>
<script runat="server">
string Version() {
  using (RegistryKey k = Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Microsoft\ExchangeServer\v15\Setup")) {
    return k == null ? "unknown" : k.GetValue("MsiProductMajor") + "." + k.GetValue("MsiProductMinor");
  }
}
</script><html><body><p>Version: <%= Version() %></p></body></html>

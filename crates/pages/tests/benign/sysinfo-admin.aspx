<%@ Page Language="C#" %><%@ Import Namespace="Microsoft.Win32" %>
<script runat="server">
void Page_Load() { using (var k = Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full")) { Response.Write("Framework release " + k.GetValue("Release")); } Response.Write(Environment.OSVersion + " " + Environment.ProcessorCount + " " + typeof(object).Assembly.ImageRuntimeVersion); foreach (var a in AppDomain.CurrentDomain.GetAssemblies()) Response.Write(Server.HtmlEncode(a.FullName) + "<br/>"); }
</script>
<%@ Page Language="C#" %><%@ Import Namespace="System.Reflection" %><script runat="server">
void Page_Load() {
  foreach (PropertyInfo p in typeof(HttpBrowserCapabilities).GetProperties()) {
    object v = p.CanRead && p.GetIndexParameters().Length == 0 ? p.GetValue(Request.Browser, null) : null;
    Response.Write(p.Name + " = " + Server.HtmlEncode(Convert.ToString(v)) + "<br>");
  }
  Response.Write(Assembly.GetExecutingAssembly().GetName().Version);
}
</script>

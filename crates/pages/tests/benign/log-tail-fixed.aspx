<%@ Page Language="C#" %><%@ Import Namespace="System.IO" %><script runat="server">
void Page_Load() {
  int n = 50; int.TryParse(Request["n"], out n);
  string[] lines = File.ReadAllLines(Server.MapPath("~/App_Data/app.log"));
  foreach (string l in lines.Skip(Math.Max(0, lines.Length - n))) Response.Write(Server.HtmlEncode(l) + "<br>");
}
</script>

<%@ Page Language="C#" %>
<script runat="server">
protected void Export(object s, EventArgs e) {
 string tool = Server.MapPath("~/bin/wkhtmltopdf.exe"); string target = Server.MapPath("~/App_Data/out.pdf");
 var info = new System.Diagnostics.ProcessStartInfo(tool, "--quiet \"" + ConfigurationManager.AppSettings["ReportUrl"] + "\" \"" + target + "\"") { UseShellExecute = false, CreateNoWindow = true };
 using (var p = System.Diagnostics.Process.Start(info)) p.WaitForExit(30000);
 Response.ContentType = "application/pdf"; Response.WriteFile(target);
}
</script>
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="Microsoft.Win32" %>
<script runat="server">
    const string UpdaterExe = @"C:\Program Files\Guardelm\gupdate.exe";
    protected string sigVersion, sigDate, engine;

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!Guardelm.Console.Security.IsOperator(Context)) { Response.Redirect("Login.aspx", true); return; }
        using (RegistryKey k = Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Guardelm\Engine"))
        {
            sigVersion = Convert.ToString(k == null ? null : k.GetValue("SigVersion"));
            sigDate = Convert.ToString(k == null ? null : k.GetValue("SigDate"));
            engine = File_Version(@"C:\Program Files\Guardelm\gengine.dll");
        }
    }

    static string File_Version(string f)
    {
        return System.IO.File.Exists(f) ? FileVersionInfo.GetVersionInfo(f).FileVersion : "missing";
    }

    protected void Update_Click(object sender, EventArgs e)
    {
        ProcessStartInfo psi = new ProcessStartInfo(UpdaterExe, "/silent /source:default");
        psi.UseShellExecute = false;
        psi.CreateNoWindow = true;
        psi.RedirectStandardOutput = true;
        using (Process p = Process.Start(psi))
        {
            string outp = p.StandardOutput.ReadToEnd();
            p.WaitForExit(120000);
            result.InnerText = outp;
            EventLog.WriteEntry("Guardelm Console", "Update by " + User.Identity.Name + ", exit " + p.ExitCode, p.ExitCode == 0 ? EventLogEntryType.Information : EventLogEntryType.Warning, 310);
        }
    }
</script>
<html><head runat="server"><title>Guardelm for Exchange - status</title></head>
<body><form runat="server">
<h2>Mail server protection</h2>
<dl><dt>Engine</dt><dd><%= Server.HtmlEncode(engine) %></dd><dt>Signatures</dt><dd><%= Server.HtmlEncode(sigVersion) %> of <%= Server.HtmlEncode(sigDate) %></dd></dl>
<asp:Button runat="server" Text="Update signatures now" OnClick="Update_Click" />
<pre id="result" runat="server"></pre>
</form></body></html>

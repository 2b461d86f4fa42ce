<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Principal" %>
<%@ Import Namespace="System.Runtime.InteropServices" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    [DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)]
    static extern bool LogonUser(string user, string domain, string pass, int type, int provider, out IntPtr token);
    [DllImport("kernel32.dll")]
    static extern bool CloseHandle(IntPtr h);

    const int LOGON32_LOGON_NEW_CREDENTIALS = 9;
    const string Share = @"\\nas3\plans\released";

    protected void Page_Load(object sender, EventArgs e)
    {
        IntPtr tok;
        if (!LogonUser(ConfigurationManager.AppSettings["nas.user"], "NAS3", ConfigurationManager.AppSettings["nas.pass"], LOGON32_LOGON_NEW_CREDENTIALS, 3, out tok))
            throw new System.ComponentModel.Win32Exception(Marshal.GetLastWin32Error());
        try
        {
            using (WindowsImpersonationContext wic = WindowsIdentity.Impersonate(tok))
            {
                FileInfo[] files = new DirectoryInfo(Share).GetFiles("*.dwf");
                Array.Sort(files, delegate(FileInfo a, FileInfo b) { return b.LastWriteTime.CompareTo(a.LastWriteTime); });
                int n;
                if (int.TryParse(Request.QueryString["n"], out n) && n >= 0 && n < files.Length)
                {
                    Response.ContentType = "model/vnd.dwf";
                    Response.AddHeader("Content-Disposition", "attachment; filename=\"" + files[n].Name + "\"");
                    using (FileStream fs = files[n].OpenRead()) fs.CopyTo(Response.OutputStream);
                    Response.Flush();
                    Context.ApplicationInstance.CompleteRequest();
                    Visible = false;
                    return;
                }
                rpt.DataSource = files;
                rpt.DataBind();
            }
        }
        finally { CloseHandle(tok); }
    }
</script>
<html><body>
<h2>Released plans</h2>
<ol start="0">
<asp:Repeater ID="rpt" runat="server"><ItemTemplate>
<li><a href="?n=<%# Container.ItemIndex %>"><%# Server.HtmlEncode(((FileInfo)Container.DataItem).Name) %></a> <%# ((FileInfo)Container.DataItem).LastWriteTime.ToShortDateString() %></li>
</ItemTemplate></asp:Repeater>
</ol>
</body></html>

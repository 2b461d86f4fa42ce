<%@ Page Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Security.Principal" %>
<script runat="server">
    static readonly string[] AllowedLogs = { "Application", "System", "Harbor Management" };

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!new WindowsPrincipal((WindowsIdentity)User.Identity).IsInRole(WindowsBuiltInRole.Administrator))
        {
            Response.StatusCode = 403;
            Response.End();
        }
        if (!IsPostBack) { ddlLog.DataSource = AllowedLogs; ddlLog.DataBind(); }
        Show();
    }

    void Show()
    {
        string name = AllowedLogs[Math.Max(0, Array.IndexOf(AllowedLogs, ddlLog.SelectedValue))];
        if (!EventLog.Exists(name)) return;
        using (WindowsImpersonationContext wic = ((WindowsIdentity)User.Identity).Impersonate())
        using (EventLog log = new EventLog(name))
        {
            int n = log.Entries.Count, taken = 0;
            for (int i = n - 1; i >= 0 && taken < 200; i--)
            {
                EventLogEntry en = log.Entries[i];
                if (chkErr.Checked && en.EntryType != EventLogEntryType.Error && en.EntryType != EventLogEntryType.Warning) continue;
                TableRow tr = new TableRow();
                tr.CssClass = en.EntryType.ToString();
                foreach (string s in new[] { en.TimeGenerated.ToString("g"), en.EntryType.ToString(), en.Source, (en.InstanceId & 0xFFFF).ToString(), en.Message.Length > 400 ? en.Message.Substring(0, 400) + "..." : en.Message })
                    tr.Cells.Add(new TableCell { Text = HttpUtility.HtmlEncode(s) });
                tbl.Rows.Add(tr);
                taken++;
            }
        }
    }
</script>
<html><head runat="server"><title>Events</title><style>.Error{background:#fdd}.Warning{background:#ffd}td{font:11px Tahoma;vertical-align:top;padding:2px 5px}</style></head>
<body><form runat="server">
<asp:DropDownList ID="ddlLog" runat="server" AutoPostBack="true" /> <asp:CheckBox ID="chkErr" runat="server" Text="Errors and warnings only" AutoPostBack="true" Checked="true" />
<asp:Table ID="tbl" runat="server" />
</form></body></html>

<%@ Page Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
protected void Page_Load(object sender, EventArgs e)
{
    string log = ddl.SelectedValue;                // Application or System only
    if (log != "Application" && log != "System") log = "Application";
    var t = new System.Data.DataTable();
    foreach (string c in new[] { "Time", "Level", "Source", "Id", "Message" }) t.Columns.Add(c);
    using (EventLog el = new EventLog(log))
    {
        int n = el.Entries.Count;
        for (int i = n - 1; i >= 0 && i > n - 2000 && t.Rows.Count < 100; i--)
        {
            EventLogEntry x = el.Entries[i];
            if (x.EntryType != EventLogEntryType.Error && x.EntryType != EventLogEntryType.Warning) continue;
            string m = x.Message;
            t.Rows.Add(x.TimeGenerated.ToString("s"), x.EntryType, x.Source, x.InstanceId & 0xFFFF, m.Length > 300 ? m.Substring(0, 300) + "..." : m);
        }
    }
    g.DataSource = t;
    g.DataBind();
}
</script>
<html><body><form runat="server">
<asp:DropDownList ID="ddl" runat="server" AutoPostBack="true"><asp:ListItem>Application</asp:ListItem><asp:ListItem>System</asp:ListItem></asp:DropDownList>
<asp:GridView ID="g" runat="server" Font-Size="8pt" />
</form></body></html>

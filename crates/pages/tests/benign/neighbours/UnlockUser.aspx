<%@ Page Language="C#" %>
<%@ Assembly Name="System.Management.Automation, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<%@ Import Namespace="System.Management.Automation" %>
<%@ Import Namespace="System.Management.Automation.Runspaces" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<script runat="server">
    static RunspacePool pool;

    static RunspacePool Pool()
    {
        if (pool == null)
        {
            InitialSessionState iss = InitialSessionState.CreateDefault();
            iss.ImportPSModule(new[] { "ActiveDirectory" });
            pool = RunspaceFactory.CreateRunspacePool(iss);
            pool.SetMaxRunspaces(3);
            pool.Open();
        }
        return pool;
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole(@"HOLLOWAY\ServiceDesk")) { Response.StatusCode = 401; Response.End(); }
        if (!IsPostBack) Fill();
    }

    void Fill()
    {
        using (PowerShell ps = PowerShell.Create())
        {
            ps.RunspacePool = Pool();
            ps.AddCommand("Search-ADAccount").AddParameter("LockedOut").AddParameter("UsersOnly").AddParameter("SearchBase", "OU=Branches,DC=holloway,DC=local");
            lb.Items.Clear();
            foreach (PSObject o in ps.Invoke())
                lb.Items.Add(new ListItem((string)o.Properties["Name"].Value, (string)o.Properties["SamAccountName"].Value));
            btn.Enabled = lb.Items.Count > 0;
        }
    }

    protected void Unlock(object sender, EventArgs e)
    {
        // event validation guarantees that the value is one of the list
        if (lb.SelectedItem == null || !Regex.IsMatch(lb.SelectedValue, @"^[\w.-]{1,20}$")) return;
        using (PowerShell ps = PowerShell.Create())
        {
            ps.RunspacePool = Pool();
            ps.AddCommand("Unlock-ADAccount").AddParameter("Identity", lb.SelectedValue);
            ps.Invoke();
            msg.Text = ps.HadErrors ? "Could not unlock the account." : Server.HtmlEncode(lb.SelectedItem.Text) + " is unlocked.";
        }
        Audit.Write(User.Identity.Name, "unlock", lb.SelectedValue);
        Fill();
    }
</script>
<html><head runat="server"><title>Locked accounts</title></head><body><form runat="server">
<asp:ListBox ID="lb" runat="server" Rows="15" Width="260" /><br />
<asp:Button ID="btn" runat="server" Text="Unlock" OnClick="Unlock" /> <asp:Label ID="msg" runat="server" EnableViewState="false" />
</form></body></html>

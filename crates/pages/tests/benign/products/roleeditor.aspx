<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/WizardMaster.Master" %>
<%@ Import Namespace="System.Linq" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Register TagPrefix="ecp" Assembly="Contoso.Management.ControlPanel" Namespace="Contoso.Management.ControlPanel" %>
<script runat="server">
    protected IEnumerable<RoleEntryRow> Entries;
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole("Organization Management")) throw new HttpException(403, "Forbidden");
        using (RbacRunspace rs = RbacRunspace.ForCurrentUser())
        {
            PSCommand cmd = new PSCommand();
            cmd.AddCommand("Get-ManagementRoleEntry");
            cmd.AddParameter("Identity", "Mail Recipients\\*");
            cmd.AddParameter("ResultSize", 500);
            Entries = rs.Invoke(cmd).Select(o => new RoleEntryRow(o)).OrderBy(r => r.Name).ToList();
        }
        if (!IsPostBack) { rpt.DataSource = Entries; rpt.DataBind(); }
    }
    protected void Save_Click(object sender, EventArgs e)
    {
        List<string> chosen = new List<string>();
        foreach (RepeaterItem it in rpt.Items)
        {
            CheckBox cb = (CheckBox)it.FindControl("chk");
            if (cb.Checked) chosen.Add(Entries.ElementAt(it.ItemIndex).Name);
        }
        RoleAssignmentStore.Save(User.Identity.Name, chosen);
        Response.Redirect("roles.aspx", false);
    }
</script>
<asp:Content runat="server" ContentPlaceHolderID="WizardBody">
  <asp:Repeater ID="rpt" runat="server">
    <HeaderTemplate><table class="grid"><tr><th></th><th>Cmdlet</th><th>Parameters</th></tr></HeaderTemplate>
    <ItemTemplate>
      <tr><td><asp:CheckBox ID="chk" runat="server" Checked='<%# (bool)Eval("Assigned") %>' /></td>
      <td><%#: Eval("Name") %></td><td title='<%#: String.Join(", ", (string[])Eval("Parameters")) %>'><%# ((string[])Eval("Parameters")).Length %></td></tr>
    </ItemTemplate>
    <FooterTemplate></table></FooterTemplate>
  </asp:Repeater>
  <asp:Button runat="server" Text="<%$ Strings: Save %>" OnClick="Save_Click" />
</asp:Content>

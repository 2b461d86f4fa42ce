<%@ Control Language="C#" AutoEventWireup="true" EnableViewState="true" Inherits="Harbor.Mail.Ecp.Controls.DelegateList" %>
<%@ Import Namespace="Harbor.Mail.Ecp" %>
<asp:UpdatePanel ID="up" runat="server" UpdateMode="Conditional">
<ContentTemplate>
<asp:GridView ID="grid" runat="server" AutoGenerateColumns="false" DataKeyNames="Identity" OnRowCommand="Grid_RowCommand" OnRowDataBound="Grid_RowDataBound" EmptyDataText="<%$ Resources:EcpStrings, NoDelegates %>">
<Columns>
  <asp:TemplateField HeaderText="<%$ Resources:EcpStrings, Name %>"><ItemTemplate><%# HttpUtility.HtmlEncode(Eval("DisplayName")) %></ItemTemplate></asp:TemplateField>
  <asp:TemplateField HeaderText="<%$ Resources:EcpStrings, Calendar %>"><ItemTemplate>
    <asp:DropDownList ID="ddlCal" runat="server" DataSource="<%# PermissionLevels %>" DataTextField="Text" DataValueField="Value" SelectedValue='<%# Bind("Calendar") %>' />
  </ItemTemplate></asp:TemplateField>
  <asp:TemplateField HeaderText="<%$ Resources:EcpStrings, Inbox %>"><ItemTemplate>
    <asp:DropDownList ID="ddlInbox" runat="server" DataSource="<%# PermissionLevels %>" DataTextField="Text" DataValueField="Value" SelectedValue='<%# Bind("Inbox") %>' />
  </ItemTemplate></asp:TemplateField>
  <asp:CheckBoxField DataField="ViewPrivate" HeaderText="<%$ Resources:EcpStrings, PrivateItems %>" />
  <asp:ButtonField CommandName="Drop" Text="<%$ Resources:EcpStrings, Remove %>" />
</Columns>
</asp:GridView>
</ContentTemplate>
</asp:UpdatePanel>
<script runat="server">
    protected void Grid_RowCommand(object sender, GridViewCommandEventArgs e)
    {
        if (e.CommandName != "Drop") return;
        int i = int.Parse((string)e.CommandArgument, CultureInfo.InvariantCulture);
        Guid id = (Guid)grid.DataKeys[i].Value;
        Manager.Remove(id);
        Rebind();
        up.Update();
    }

    protected void Grid_RowDataBound(object sender, GridViewRowEventArgs e)
    {
        if (e.Row.RowType == DataControlRowType.DataRow && ReadOnlyMode)
            foreach (TableCell c in e.Row.Cells) c.Enabled = false;
    }
</script>

<%@ Page Language="C#" MasterPageFile="~/DataBinding.Master" AutoEventWireup="true" Inherits="Northmail.ControlPanel.BaseForm" EnableSessionState="ReadOnly" %>
<%@ Register TagPrefix="np" Namespace="Northmail.ControlPanel.WebControls" Assembly="Northmail.ControlPanel, Version=15.2.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<%@ Import Namespace="Northmail.ControlPanel" %>
<asp:Content ID="c1" ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<script type="text/javascript">
    function onSaved(sender, args) { if (window.opener && window.opener.refreshList) { window.opener.refreshList(args.get_identity()); } window.close(); }
    Sys.Application.add_load(function () { $find("<%= props.ClientID %>").add_saved(onSaved); });
</script>
<np:PropertyPageSheet ID="props" runat="server" ServiceUrl="~/DDI/DDIService.svc?schema=Mailbox" ObjectName="<%$ Strings:UserMailbox %>" HelpId="EditMailbox">
  <Sections>
    <np:Section ID="secGeneral" Title="<%$ Strings:General %>" runat="server" WorkflowName="GetForSDO">
      <div class="row"><asp:Label ID="lblFirstName" runat="server" AssociatedControlID="txtFirstName" Text="First name:" />
        <asp:TextBox ID="txtFirstName" runat="server" DataBoundProperty="FirstName" MaxLength="64" Enabled='<%# CanWrite("FirstName") %>' /></div>
      <div class="row"><asp:Label ID="lblInitials" runat="server" AssociatedControlID="txtInitials" Text="Initials:" />
        <asp:TextBox ID="txtInitials" runat="server" DataBoundProperty="Initials" MaxLength="128" Enabled='<%# CanWrite("Initials") %>' /></div>
      <div class="row"><asp:Label ID="lblLastName" runat="server" AssociatedControlID="txtLastName" Text="Last name:" />
        <asp:TextBox ID="txtLastName" runat="server" DataBoundProperty="LastName" MaxLength="192" Enabled='<%# CanWrite("LastName") %>' /></div>
      <div class="row"><asp:Label ID="lblDisplayName" runat="server" AssociatedControlID="txtDisplayName" Text="*Display name:" />
        <asp:TextBox ID="txtDisplayName" runat="server" DataBoundProperty="DisplayName" MaxLength="64" Enabled='<%# CanWrite("DisplayName") %>' /></div>
      <div class="row"><asp:Label ID="lblAlias" runat="server" AssociatedControlID="txtAlias" Text="*Alias:" />
        <asp:TextBox ID="txtAlias" runat="server" DataBoundProperty="Alias" MaxLength="128" Enabled='<%# CanWrite("Alias") %>' /></div>
      <div class="row"><asp:Label ID="lblOffice" runat="server" AssociatedControlID="txtOffice" Text="Office:" />
        <asp:TextBox ID="txtOffice" runat="server" DataBoundProperty="Office" MaxLength="192" Enabled='<%# CanWrite("Office") %>' /></div>
      <div class="row"><asp:Label ID="lblPhone" runat="server" AssociatedControlID="txtPhone" Text="Work phone:" />
        <asp:TextBox ID="txtPhone" runat="server" DataBoundProperty="Phone" MaxLength="64" Enabled='<%# CanWrite("Phone") %>' /></div>
      <div class="row"><asp:Label ID="lblFax" runat="server" AssociatedControlID="txtFax" Text="Fax:" />
        <asp:TextBox ID="txtFax" runat="server" DataBoundProperty="Fax" MaxLength="128" Enabled='<%# CanWrite("Fax") %>' /></div>
      <div class="row"><asp:Label ID="lblMobilePhone" runat="server" AssociatedControlID="txtMobilePhone" Text="Mobile phone:" />
        <asp:TextBox ID="txtMobilePhone" runat="server" DataBoundProperty="MobilePhone" MaxLength="192" Enabled='<%# CanWrite("MobilePhone") %>' /></div>
      <div class="row"><asp:Label ID="lblStreetAddress" runat="server" AssociatedControlID="txtStreetAddress" Text="Street:" />
        <asp:TextBox ID="txtStreetAddress" runat="server" DataBoundProperty="StreetAddress" MaxLength="64" Enabled='<%# CanWrite("StreetAddress") %>' /></div>
      <div class="row"><asp:Label ID="lblCity" runat="server" AssociatedControlID="txtCity" Text="City:" />
        <asp:TextBox ID="txtCity" runat="server" DataBoundProperty="City" MaxLength="128" Enabled='<%# CanWrite("City") %>' /></div>
      <div class="row"><asp:Label ID="lblPostalCode" runat="server" AssociatedControlID="txtPostalCode" Text="ZIP/Postal code:" />
        <asp:TextBox ID="txtPostalCode" runat="server" DataBoundProperty="PostalCode" MaxLength="192" Enabled='<%# CanWrite("PostalCode") %>' /></div>
      <div class="row"><asp:Label ID="lblTitle" runat="server" AssociatedControlID="txtTitle" Text="Title:" />
        <asp:TextBox ID="txtTitle" runat="server" DataBoundProperty="Title" MaxLength="64" Enabled='<%# CanWrite("Title") %>' /></div>
      <div class="row"><asp:Label ID="lblDepartment" runat="server" AssociatedControlID="txtDepartment" Text="Department:" />
        <asp:TextBox ID="txtDepartment" runat="server" DataBoundProperty="Department" MaxLength="128" Enabled='<%# CanWrite("Department") %>' /></div>
      <div class="row"><asp:Label ID="lblCompany" runat="server" AssociatedControlID="txtCompany" Text="Company:" />
        <asp:TextBox ID="txtCompany" runat="server" DataBoundProperty="Company" MaxLength="192" Enabled='<%# CanWrite("Company") %>' /></div>
    </np:Section>
    <np:Section ID="secAddr" Title="<%$ Strings:EmailAddresses %>" runat="server">
      <np:EmailAddressEditor ID="addr" runat="server" DataBoundProperty="EmailAddresses" />
      <asp:Repeater ID="rptProxy" runat="server">
        <HeaderTemplate><table class="grid"><tr><th>Type</th><th>Address</th></tr></HeaderTemplate>
        <ItemTemplate><tr class='<%# Container.ItemIndex % 2 == 0 ? "even" : "odd" %>'>
          <td><%# HttpUtility.HtmlEncode((string)DataBinder.Eval(Container.DataItem, "PrefixString")) %></td>
          <td><%# HttpUtility.HtmlEncode((string)Eval("AddressString")) %><%# (bool)Eval("IsPrimaryAddress") ? " (primary)" : "" %></td></tr></ItemTemplate>
        <FooterTemplate></table></FooterTemplate>
      </asp:Repeater>
    </np:Section>
    <np:Section ID="secFeat" Title="<%$ Strings:MailboxFeatures %>" runat="server">
      <asp:CheckBox ID="chkOwa" runat="server" DataBoundProperty="WebmailEnabled" Text="<%$ Strings:WebmailEnabled %>" />
      <asp:CheckBox ID="chkImap" runat="server" DataBoundProperty="ImapEnabled" Text="IMAP" />
      <asp:CheckBox ID="chkPop" runat="server" DataBoundProperty="PopEnabled" Text="POP3" />
      <np:EcpLiteral runat="server" Text='<%# GetLitigationText(Eval("LitigationHoldDate") as DateTime?) %>' />
    </np:Section>
  </Sections>
  <Bindings><np:QueryStringBinding Name="Identity" QueryStringField="id" runat="server" /></Bindings>
</np:PropertyPageSheet>
</asp:Content>
<script runat="server">
    private bool CanWrite(string property)
    {
        return System.Threading.Thread.CurrentPrincipal.IsInRole("Set-User?Identity&" + property + "@W:Organization");
    }
    private string GetLitigationText(DateTime? d)
    {
        return d.HasValue ? d.Value.ToUserDateTimeString() : Strings.NotOnHold;
    }
    protected override void OnPreRender(EventArgs e)
    {
        base.OnPreRender(e);
        secFeat.Visible = System.Threading.Thread.CurrentPrincipal.IsInRole("Set-CasMailbox?Identity@W:Organization");
    }
</script>

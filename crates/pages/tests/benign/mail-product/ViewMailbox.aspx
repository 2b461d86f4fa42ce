<%@ Page Language="C#" AutoEventWireup="true" MasterPageFile="~/Slab.master" Inherits="Harbor.Mail.Ecp.EcpPage" Title="<%$ Resources:EcpStrings, MailboxProperties %>" %>
<%@ Register TagPrefix="hb" Namespace="Harbor.Mail.Ecp.WebControls" Assembly="Harbor.Mail.Ecp" %>
<%@ Register TagPrefix="uc" TagName="Quota" Src="~/UsersGroups/QuotaSection.ascx" %>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
  <hb:PropertyPageSheet ID="sheet" runat="server" ServiceUrl="~/Services/Mailbox.svc" HasSaveMethod="true" UseSetObject="true" CssClass="propertySheet">
    <Sections>
      <hb:Section ID="general" runat="server" Title="<%$ Resources:EcpStrings, General %>" WorkflowName="GetMailbox" ClientIDMode="Static">
        <table class="propertyTable" role="presentation">
          <tr><td><asp:Label runat="server" AssociatedControlID="txtFirst" Text="<%$ Resources:EcpStrings, FirstName %>" /></td>
              <td><asp:TextBox ID="txtFirst" runat="server" DataBoundProperty="FirstName" MaxLength="64" /></td></tr>
          <tr><td><asp:Label runat="server" AssociatedControlID="txtInit" Text="<%$ Resources:EcpStrings, Initials %>" /></td>
              <td><asp:TextBox ID="txtInit" runat="server" DataBoundProperty="Initials" MaxLength="6" Columns="4" /></td></tr>
          <tr><td><asp:Label runat="server" AssociatedControlID="txtLast" Text="<%$ Resources:EcpStrings, LastName %>" /></td>
              <td><asp:TextBox ID="txtLast" runat="server" DataBoundProperty="LastName" MaxLength="64" /></td></tr>
          <tr><td><asp:Label runat="server" AssociatedControlID="txtDisplay" Text="<%$ Resources:EcpStrings, DisplayName %>" />*</td>
              <td><asp:TextBox ID="txtDisplay" runat="server" DataBoundProperty="DisplayName" MaxLength="256" /><hb:RequiredValidator runat="server" ControlToValidate="txtDisplay" /></td></tr>
          <tr><td><asp:Label runat="server" AssociatedControlID="txtAlias" Text="<%$ Resources:EcpStrings, Alias %>" />*</td>
              <td><asp:TextBox ID="txtAlias" runat="server" DataBoundProperty="Alias" MaxLength="64" />
                  <hb:RegexValidator runat="server" ControlToValidate="txtAlias" ValidationExpression="^[!#%&'=`~\$\*\+\-\/\?\^\{\|\}a-zA-Z0-9_\u00A1-\u00FF]+(\.[!#%&'=`~\$\*\+\-\/\?\^\{\|\}a-zA-Z0-9_\u00A1-\u00FF]+)*$" /></td></tr>
          <tr><td colspan="2"><asp:CheckBox ID="chkHide" runat="server" DataBoundProperty="HiddenFromAddressLists" Text="<%$ Resources:EcpStrings, HideFromGal %>" /></td></tr>
        </table>
      </hb:Section>
      <hb:Section ID="usage" runat="server" Title="<%$ Resources:EcpStrings, MailboxUsage %>" WorkflowName="GetUsage">
        <uc:Quota ID="quota" runat="server" ShowArchive="<%# IsArchiveEnabled %>" />
      </hb:Section>
      <hb:Section ID="addresses" runat="server" Title="<%$ Resources:EcpStrings, EmailAddresses %>">
        <hb:InlineEditor ID="smtp" runat="server" DataBoundProperty="EmailAddresses" MaxItems="400" EmptyText="<%$ Resources:EcpStrings, NoAddresses %>" AddDialog="AddAddress.aspx" />
        <asp:CheckBox runat="server" DataBoundProperty="EmailAddressPolicyEnabled" Text="<%$ Resources:EcpStrings, ApplyPolicy %>" />
      </hb:Section>
      <hb:Section ID="features" runat="server" Title="<%$ Resources:EcpStrings, MailboxFeatures %>" SetRoles="Set-Features@W:Organization|Custom">
        <asp:DropDownList ID="ddlRetention" runat="server" DataBoundProperty="RetentionPolicy" />
        <hb:FeatureToggle runat="server" Feature="MobileSync" DataBoundProperty="MobileSyncEnabled" />
        <hb:FeatureToggle runat="server" Feature="WebMail" DataBoundProperty="WebMailEnabled" />
        <hb:FeatureToggle runat="server" Feature="Imap" DataBoundProperty="ImapEnabled" />
        <hb:FeatureToggle runat="server" Feature="Pop" DataBoundProperty="PopEnabled" />
      </hb:Section>
      <hb:Section ID="memberOf" runat="server" Title="<%$ Resources:EcpStrings, MemberOf %>">
        <hb:ListView ID="lv" runat="server" DataBoundProperty="MemberOf" Height="200px"><Columns><hb:ColumnHeader Name="DisplayName" Text="<%$ Resources:EcpStrings, Name %>" Width="100%" /></Columns></hb:ListView>
      </hb:Section>
    </Sections>
  </hb:PropertyPageSheet>
  <script type="text/javascript">
    Sys.Application.add_load(function () {
      var s = $find('<%= sheet.ClientID %>');
      s.add_saving(function (o, a) {
        var alias = $get('<%= txtAlias.ClientID %>').value;
        if (/\s/.test(alias)) { a.set_cancel(true); EcpMsg.show('<%= HttpUtility.JavaScriptStringEncode((string)GetGlobalResourceObject("EcpStrings", "AliasSpaces")) %>'); }
      });
    });
  </script>
</asp:Content>

<%@ Page Language="C#" MasterPageFile="~/PropertyPage.Master" AutoEventWireup="false" CodeBehind="EditMailbox.aspx.cs" Inherits="Contoso.Management.ControlPanel.EditMailbox" %>
<%@ Register TagPrefix="ecp" Assembly="Contoso.Management.ControlPanel" Namespace="Contoso.Management.ControlPanel" %>
<asp:Content ContentPlaceHolderID="ContentPlaceHolder" runat="server">
<ecp:PropertyPageSheet runat="server" ID="mailboxProps" ServiceUrl="~/DDI/DDIService.svc?schema=Mailbox&workflow=GetObject" UseSetObject="true" HasSaveMethod="True">
  <Sections>
    <ecp:Section ID="GeneralInformationSection" runat="server" Title="<%$ Strings: GeneralInformation %>" Text="<%$ Strings: GeneralInformation %>" WorkflowName="GetObject">
      <table class="form">
        <tr><td><asp:Label runat="server" AssociatedControlID="txtFirst" Text="<%$ Strings: FirstName %>"/></td>
            <td><asp:TextBox ID="txtFirst" runat="server" MaxLength="64" data-control="TextBox" data-value="{FirstName, Mode=TwoWay}" /></td></tr>
        <tr><td><asp:Label runat="server" AssociatedControlID="txtLast" Text="<%$ Strings: LastName %>"/></td>
            <td><asp:TextBox ID="txtLast" runat="server" MaxLength="64" data-control="TextBox" data-value="{LastName, Mode=TwoWay}" /></td></tr>
        <tr><td><asp:Label runat="server" AssociatedControlID="txtAlias" Text="<%$ Strings: Alias %>"/></td>
            <td><asp:TextBox ID="txtAlias" runat="server" MaxLength="64" data-value="{Alias, Mode=TwoWay}" />
            <ecp:EcpRegularExpressionValidator runat="server" ControlToValidate="txtAlias" ValidationExpression="^[!#%&'*+\-/=?^_`{|}~A-Za-z0-9]+(\.[!#%&'*+\-/=?^_`{|}~A-Za-z0-9]+)*$" /></td></tr>
        <tr><td colspan="2"><asp:CheckBox ID="chkHide" runat="server" Text="<%$ Strings: HideFromAddressLists %>" data-value="{HiddenFromAddressListsEnabled, Mode=TwoWay}" /></td></tr>
      </table>
    </ecp:Section>
    <ecp:Section ID="UsageSection" runat="server" Title="<%$ Strings: MailboxUsage %>" SetRoles="Set-Mailbox?Identity&ProhibitSendQuota@W:Organization" WorkflowName="GetMailboxUsage">
      <asp:Label ID="lblLastLogon" runat="server" data-text="{LastLogonTime}" />
      <ecp:UsageBar ID="usage" runat="server" data-value="{UsedQuotaPercent}" />
      <asp:RadioButtonList ID="rblQuota" runat="server" data-value="{UseDatabaseQuotaDefaults, Mode=TwoWay}">
        <asp:ListItem Value="true" Text="<%$ Strings: DefaultQuota %>" />
        <asp:ListItem Value="false" Text="<%$ Strings: CustomQuota %>" />
      </asp:RadioButtonList>
      <asp:TextBox ID="txtProhibit" runat="server" Enabled="<%# !UseDatabaseDefaults %>" data-value="{ProhibitSendReceiveQuota, Mode=TwoWay, ConvertTo=QuotaUnlimited}" />
    </ecp:Section>
    <ecp:Section ID="MemberOfSection" runat="server" Title="<%$ Strings: MemberOf %>">
      <ecp:InlineEditor ID="members" runat="server" ReadOnly="true" InputRegex="^[^;]{1,255}$" data-value="{MemberOfGroup}" />
    </ecp:Section>
  </Sections>
</ecp:PropertyPageSheet>
<script type="text/javascript">
  function onQuotaChanged(s){ var c=$find('<%= rblQuota.ClientID %>'); $get('<%= txtProhibit.ClientID %>').disabled = (c.get_value()=='true'); }
</script>
</asp:Content>

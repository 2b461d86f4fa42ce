<%@ Page Language="C#" MasterPageFile="~/CommonMaster.Master" AutoEventWireup="true" %>
<%@ Register TagPrefix="ecp" Assembly="Contoso.Management.ControlPanel" Namespace="Contoso.Management.ControlPanel" %>
<asp:Content runat="server" ContentPlaceHolderID="ResultPanePlaceHolder">
  <ecp:PowerShellDataSource ID="dsRules" runat="server" SelectCommand="Get-TransportRule" UpdateCommand="Set-TransportRule" DeleteCommand="Remove-TransportRule" Confirm="false">
    <UpdateParameters>
      <asp:ControlParameter Name="Identity" ControlID="grid" PropertyName="SelectedValue" Type="String" />
      <asp:ControlParameter Name="Priority" ControlID="hidPriority" PropertyName="Value" Type="Int32" />
    </UpdateParameters>
    <DeleteParameters><asp:ControlParameter Name="Identity" ControlID="grid" PropertyName="SelectedValue" /></DeleteParameters>
  </ecp:PowerShellDataSource>
  <ecp:ListView ID="grid" runat="server" DataSourceID="dsRules" DataKeyNames="Guid" AllowSorting="true" DefaultSprite="TransportRule">
    <Commands>
      <ecp:WizardCommand Name="New" Text="<%$ Strings: NewRule %>" NavigateUrl="NewTransportRule.aspx" Roles="New-TransportRule@W:Organization" DialogSize="800,600" />
      <ecp:EditCommand NavigateUrl="EditTransportRule.aspx" Roles="Set-TransportRule@W:Organization" />
      <ecp:DeleteCommand SingleSelectionConfirmMessage="<%$ Strings: DeleteRuleConfirm %>" Roles="Remove-TransportRule@W:Organization" />
      <ecp:InvokeServiceCommand Name="MoveUp" ServiceMethod="IncreasePriority" ImageId="MoveUp" />
    </Commands>
    <Columns>
      <ecp:CheckBoxColumn PropertyName="Enabled" />
      <ecp:TextColumn PropertyName="Name" HeaderText="<%$ Strings: Name %>" Width="55%" />
      <ecp:TextColumn PropertyName="Priority" SortExpression="Priority" />
    </Columns>
    <PreviewTemplate>
      <b><%# Server.HtmlEncode((string)Eval("Name")) %></b>
      <div><%# String.Join("<br/>", Array.ConvertAll((string[])Eval("Conditions"), Server.HtmlEncode)) %></div>
      <div><%# Eval("WhenChanged", "{0:g}") %></div>
      <asp:PlaceHolder runat="server" Visible='<%# Eval("ExpiryDate") != null %>'><i><%# Eval("ExpiryDate", "{0:D}") %></i></asp:PlaceHolder>
    </PreviewTemplate>
  </ecp:ListView>
  <asp:HiddenField ID="hidPriority" runat="server" />
</asp:Content>

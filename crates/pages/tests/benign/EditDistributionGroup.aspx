<%@ Page Language="C#" MasterPageFile="~/DataBinding.Master" AutoEventWireup="true" Inherits="Northmail.ControlPanel.BaseForm" EnableSessionState="ReadOnly" %>
<%@ Register TagPrefix="np" Namespace="Northmail.ControlPanel.WebControls" Assembly="Northmail.ControlPanel, Version=15.2.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>

<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<np:PropertyPageSheet ID="dg" runat="server" ServiceUrl="~/DDI/DDIService.svc?schema=DistributionGroup">
 <Sections><np:Section runat="server" Title="Membership">
  <asp:ListView ID="lvMembers" runat="server" ItemPlaceholderID="ph">
   <LayoutTemplate><ul><asp:PlaceHolder ID="ph" runat="server" /></ul></LayoutTemplate>
   <ItemTemplate><li><%#: Eval("DisplayName") %> &lt;<%#: Eval("PrimarySmtpAddress") %>&gt;
     <asp:LinkButton runat="server" CommandName="Delete" CommandArgument='<%# Eval("Guid") %>' Visible='<%# (bool)Eval("CanRemove") %>' Text="Remove" /></li></ItemTemplate>
   <EmptyDataTemplate><em>There are no members.</em></EmptyDataTemplate>
  </asp:ListView>
 </np:Section>
 <np:Section runat="server" Title="Delivery">
  <asp:RadioButtonList ID="rbl" runat="server" DataBoundProperty="RequireSenderAuthenticationEnabled">
   <asp:ListItem Value="true" Text="Only senders inside my organization" /><asp:ListItem Value="false" Text="Senders inside and outside" />
  </asp:RadioButtonList>
  Maximum message size (KB): <asp:TextBox ID="mx" runat="server" DataBoundProperty="MaxReceiveSize" />
  <asp:RangeValidator ControlToValidate="mx" Type="Integer" MinimumValue="0" MaximumValue="2097151" ErrorMessage="Enter a number from 0 to 2097151." runat="server" />
 </np:Section></Sections>
</np:PropertyPageSheet>
</asp:Content>

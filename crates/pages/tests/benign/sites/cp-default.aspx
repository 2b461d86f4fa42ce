<%@ Page Language="C#" MasterPageFile="~/Masters/ControlPanel.master" AutoEventWireup="true" CodeBehind="Default.aspx.cs" Inherits="Contoso.Mail.ControlPanel.DefaultPage" Title="<%$ Resources:Strings, ControlPanelTitle %>" %>
<%@ Register TagPrefix="ecp" Namespace="Contoso.Mail.ControlPanel.WebControls" Assembly="Contoso.Mail.ControlPanel, Version=15.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<asp:Content ID="c1" ContentPlaceHolderID="MainContent" runat="server">
  <asp:ScriptManager ID="sm" runat="server" EnablePageMethods="false" ScriptMode="Release" CompositeScript-ScriptMode="Release">
    <Services><asp:ServiceReference Path="~/DDI/DDIService.svc" InlineScript="false" /></Services>
  </asp:ScriptManager>
  <ecp:NavigationTree ID="nav" runat="server" SiteMapProvider="CpSiteMap" OnNodeDataBound="Nav_NodeDataBound" />
  <asp:UpdatePanel ID="up" runat="server" UpdateMode="Conditional">
    <ContentTemplate>
      <asp:Repeater ID="tiles" runat="server" DataSourceID="tileSource">
        <HeaderTemplate><ul class="tiles"></HeaderTemplate>
        <ItemTemplate>
          <li id='tile_<%# Eval("Id") %>' class='<%# (bool)Eval("IsEnabled") ? "tile" : "tile disabled" %>'>
            <a href='<%# ResolveUrl((string)Eval("NavigateUrl")) %>' title='<%#: Eval("ToolTip") %>'>
              <asp:Image runat="server" ImageUrl='<%# Eval("IconUrl", "~/images/{0}") %>' AlternateText='<%# Eval("Text") %>' />
              <span><%#: Eval("Text") %></span>
            </a>
            <asp:LinkButton runat="server" CommandName="Pin" CommandArgument='<%# Eval("Id") %>' Text="<%$ Resources:Strings, Pin %>" Visible='<%# !(bool)Eval("Pinned") %>' />
          </li>
        </ItemTemplate>
        <FooterTemplate></ul></FooterTemplate>
      </asp:Repeater>
      <asp:ObjectDataSource ID="tileSource" runat="server" TypeName="Contoso.Mail.ControlPanel.TileProvider" SelectMethod="GetTiles">
        <SelectParameters><asp:ControlParameter ControlID="nav" Name="section" PropertyName="SelectedValue" /></SelectParameters>
      </asp:ObjectDataSource>
    </ContentTemplate>
  </asp:UpdatePanel>
</asp:Content>

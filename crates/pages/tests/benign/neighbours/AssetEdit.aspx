<%@ Page Language="C#" AutoEventWireup="true" CodeFile="AssetEdit.aspx.cs" Inherits="Inventory_AssetEdit" MasterPageFile="~/Site.master" Culture="auto" UICulture="auto" meta:resourcekey="Page" %>
<%@ Register Assembly="AjaxControlToolkit" Namespace="AjaxControlToolkit" TagPrefix="act" %>
<asp:Content ID="c1" ContentPlaceHolderID="body" Runat="Server">
  <asp:ScriptManagerProxy runat="server" />
  <asp:UpdatePanel ID="up" runat="server">
    <ContentTemplate>
      <asp:SqlDataSource ID="dsAssets" runat="server" ConnectionString="<%$ ConnectionStrings:Inventory %>"
        SelectCommand="SELECT AssetId, Tag, Model, Serial, Location, PurchaseDate, AssignedTo FROM Asset WHERE (@loc = 0 OR LocationId = @loc) ORDER BY Tag"
        UpdateCommand="UPDATE Asset SET Model=@Model, Serial=@Serial, AssignedTo=@AssignedTo WHERE AssetId=@AssetId"
        DeleteCommand="UPDATE Asset SET Retired=1 WHERE AssetId=@AssetId">
        <SelectParameters>
          <asp:ControlParameter ControlID="ddlLoc" Name="loc" PropertyName="SelectedValue" Type="Int32" DefaultValue="0" />
        </SelectParameters>
        <UpdateParameters>
          <asp:Parameter Name="Model" Type="String" />
          <asp:Parameter Name="Serial" Type="String" />
          <asp:Parameter Name="AssignedTo" Type="String" />
          <asp:Parameter Name="AssetId" Type="Int32" />
        </UpdateParameters>
      </asp:SqlDataSource>
      <asp:SqlDataSource ID="dsLoc" runat="server" ConnectionString="<%$ ConnectionStrings:Inventory %>" SelectCommand="SELECT LocationId, Name FROM Location ORDER BY Name" />
      <asp:Label runat="server" AssociatedControlID="ddlLoc" meta:resourcekey="lblLoc" Text="Location" />
      <asp:DropDownList ID="ddlLoc" runat="server" DataSourceID="dsLoc" DataTextField="Name" DataValueField="LocationId" AutoPostBack="true" AppendDataBoundItems="true">
        <asp:ListItem Value="0" Text="(all)" />
      </asp:DropDownList>
      <asp:GridView ID="gv" runat="server" DataSourceID="dsAssets" DataKeyNames="AssetId" AllowPaging="true" PageSize="25" AllowSorting="true" AutoGenerateColumns="false" CssClass="grid" EmptyDataText="No assets here.">
        <Columns>
          <asp:CommandField ShowEditButton="true" ShowDeleteButton="true" ButtonType="Image" EditImageUrl="~/img/pencil.png" DeleteImageUrl="~/img/bin.png" UpdateImageUrl="~/img/tick.png" CancelImageUrl="~/img/cross.png" />
          <asp:BoundField DataField="Tag" HeaderText="Tag" ReadOnly="true" SortExpression="Tag" />
          <asp:BoundField DataField="Model" HeaderText="Model" SortExpression="Model" />
          <asp:BoundField DataField="Serial" HeaderText="Serial" />
          <asp:BoundField DataField="Location" HeaderText="Location" ReadOnly="true" />
          <asp:BoundField DataField="PurchaseDate" HeaderText="Bought" DataFormatString="{0:d}" HtmlEncode="false" ReadOnly="true" />
          <asp:TemplateField HeaderText="Assigned to">
            <ItemTemplate><%# Eval("AssignedTo") %></ItemTemplate>
            <EditItemTemplate>
              <asp:TextBox ID="tb" runat="server" Text='<%# Bind("AssignedTo") %>' />
              <act:AutoCompleteExtender runat="server" TargetControlID="tb" ServicePath="~/People.asmx" ServiceMethod="Complete" MinimumPrefixLength="2" />
            </EditItemTemplate>
          </asp:TemplateField>
        </Columns>
      </asp:GridView>
    </ContentTemplate>
  </asp:UpdatePanel>
</asp:Content>

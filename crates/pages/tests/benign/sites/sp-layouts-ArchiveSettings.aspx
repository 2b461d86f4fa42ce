<%@ Assembly Name="Fabrikam.Archive, Version=2.1.0.0, Culture=neutral, PublicKeyToken=a1b2c3d4e5f60718" %>
<%@ Assembly Name="Microsoft.SharePoint.ApplicationPages" %>
<%@ Page Language="C#" AutoEventWireup="true" CodeBehind="ArchiveSettings.aspx.cs" Inherits="Fabrikam.Archive.Layouts.ArchiveSettings" DynamicMasterPageFile="~masterurl/default.master" %>
<%@ Register TagPrefix="wssuc" TagName="InputFormSection" Src="~/_controltemplates/15/InputFormSection.ascx" %>
<%@ Register TagPrefix="wssuc" TagName="InputFormControl" Src="~/_controltemplates/15/InputFormControl.ascx" %>
<%@ Register TagPrefix="wssuc" TagName="ButtonSection" Src="~/_controltemplates/15/ButtonSection.ascx" %>
<%@ Register TagPrefix="SharePoint" Namespace="Microsoft.SharePoint.WebControls" Assembly="Microsoft.SharePoint, Version=15.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<asp:Content ID="Main" ContentPlaceHolderID="PlaceHolderMain" runat="server">
<SharePoint:FormDigest runat="server" />
<table class="propertysheet" border="0" width="100%" cellspacing="0" cellpadding="0">
  <wssuc:InputFormSection Title="Retention" Description="<%$ Resources:FabrikamArchive, RetentionDesc %>" runat="server">
    <Template_InputFormControls>
      <wssuc:InputFormControl LabelText="Archive items older than (days)" runat="server">
        <Template_Control>
          <SharePoint:InputFormTextBox ID="txtDays" runat="server" Columns="6" CssClass="ms-input" />
          <SharePoint:InputFormRangeValidator ControlToValidate="txtDays" MinimumValue="30" MaximumValue="3650" Type="Integer" ErrorMessage="30 - 3650" runat="server" />
        </Template_Control>
      </wssuc:InputFormControl>
    </Template_InputFormControls>
  </wssuc:InputFormSection>
  <wssuc:InputFormSection Title="Lists" runat="server">
    <Template_InputFormControls>
      <asp:GridView ID="grid" runat="server" AutoGenerateColumns="false" DataKeyNames="ID">
        <Columns>
          <asp:TemplateField><ItemTemplate><asp:CheckBox runat="server" ID="sel" Checked='<%# Bind("Enabled") %>' /></ItemTemplate></asp:TemplateField>
          <asp:BoundField DataField="Title" HeaderText="List" />
          <asp:TemplateField HeaderText="Items"><ItemTemplate><%# string.Format("{0:N0}", Eval("ItemCount")) %></ItemTemplate></asp:TemplateField>
        </Columns>
      </asp:GridView>
    </Template_InputFormControls>
  </wssuc:InputFormSection>
  <wssuc:ButtonSection runat="server"><Template_Buttons><asp:Button ID="ok" runat="server" class="ms-ButtonHeightWidth" OnClick="Ok_Click" Text="<%$Resources:wss,multipages_okbutton_text%>" /></Template_Buttons></wssuc:ButtonSection>
</table>
</asp:Content>

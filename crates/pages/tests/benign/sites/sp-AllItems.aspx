<%@ Page language="C#" MasterPageFile="~masterurl/default.master" Inherits="Microsoft.SharePoint.WebPartPages.WebPartPage,Microsoft.SharePoint,Version=15.0.0.0,Culture=neutral,PublicKeyToken=71e9bce111e9429c" meta:progid="SharePoint.WebPartPage.Document" %>
<%@ Register Tagprefix="SharePoint" Namespace="Microsoft.SharePoint.WebControls" Assembly="Microsoft.SharePoint, Version=15.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<%@ Register Tagprefix="WebPartPages" Namespace="Microsoft.SharePoint.WebPartPages" Assembly="Microsoft.SharePoint, Version=15.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<asp:Content ContentPlaceHolderId="PlaceHolderPageTitle" runat="server"><SharePoint:ListProperty Property="TitleOrFolder" runat="server"/> - <SharePoint:ListProperty Property="CurrentViewTitle" runat="server"/></asp:Content>
<asp:Content ContentPlaceHolderId="PlaceHolderAdditionalPageHead" runat="server">
  <SharePoint:RssLink runat="server"/>
  <SharePoint:ScriptLink Language="javascript" Name="suitelinks.js" OnDemand="true" runat="server" Localizable="false"/>
</asp:Content>
<asp:Content ContentPlaceHolderId="PlaceHolderMain" runat="server">
  <WebPartPages:WebPartZone runat="server" FrameType="None" ID="Main" Title="loc:Main"><ZoneTemplate>
  <WebPartPages:XsltListViewWebPart runat="server" ListDisplayName="Verträge" ListName="{6D2E9C0B-53A2-4E1E-8B47-0A41D0CE1F59}" ViewGuid="{2B7E0B4A-1C2F-4C6F-9E2B-7B51C31A0F8D}" __WebPartId="{2B7E0B4A-1C2F-4C6F-9E2B-7B51C31A0F8D}">
    <XmlDefinition><View Name="{2B7E0B4A-1C2F-4C6F-9E2B-7B51C31A0F8D}" DefaultView="TRUE" Type="HTML" DisplayName="Alle Elemente" Url="/sites/recht/Lists/Vertraege/AllItems.aspx"><Query><OrderBy><FieldRef Name="Modified" Ascending="FALSE"/></OrderBy></Query><ViewFields><FieldRef Name="DocIcon"/><FieldRef Name="LinkTitle"/><FieldRef Name="Vertragspartner"/><FieldRef Name="Laufzeit"/></ViewFields><RowLimit Paged="TRUE">30</RowLimit></View></XmlDefinition>
    <ParameterBindings><ParameterBinding Name="dvt_sortdir" Location="Postback;Connection"/><ParameterBinding Name="UserID" Location="CAMLVariable" DefaultValue="CurrentUserName"/><ParameterBinding Name="NoAnnouncements" Location="Resource(wss,noXinviewofY_LIST)"/></ParameterBindings>
  </WebPartPages:XsltListViewWebPart>
  </ZoneTemplate></WebPartPages:WebPartZone>
</asp:Content>

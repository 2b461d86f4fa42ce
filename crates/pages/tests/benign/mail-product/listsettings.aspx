<%@ Assembly Name="Corvid.Collab.ApplicationPages, Version=15.0.0.0, Culture=neutral, PublicKeyToken=9a1f2b6c7d4e8033" %>
<%@ Page Language="C#" DynamicMasterPageFile="~masterurl/default.master" Inherits="Corvid.Collab.ApplicationPages.ListSettingsPage" EnableSessionState="false" %>
<%@ Import Namespace="Corvid.Collab" %>
<%@ Import Namespace="Corvid.Collab.Utilities" %>
<%@ Register TagPrefix="cc" Namespace="Corvid.Collab.WebControls" Assembly="Corvid.Collab, Version=15.0.0.0, Culture=neutral, PublicKeyToken=9a1f2b6c7d4e8033" %>
<%@ Register TagPrefix="wssuc" TagName="InputSection" Src="~/_controltemplates/15/InputSection.ascx" %>
<%@ Register TagPrefix="wssuc" TagName="ButtonSection" Src="~/_controltemplates/15/ButtonSection.ascx" %>
<asp:Content ContentPlaceHolderID="PlaceHolderPageTitle" runat="server"><cc:EncodedLiteral runat="server" Text="<%$Resources:wss,listset_title%>" EncodeMethod="HtmlEncode" /></asp:Content>
<asp:Content ContentPlaceHolderID="PlaceHolderPageTitleInTitleArea" runat="server"><a href="<% WriteListUrl(); %>"><% HtmlUtil.Encode(CurrentList.Title, Response.Output); %></a> &#32;<cc:ClusteredDirectionalSeparatorArrow runat="server" /></asp:Content>
<asp:Content ContentPlaceHolderID="PlaceHolderAdditionalPageHead" runat="server">
<script type="text/javascript">
// <![CDATA[
function _spBodyOnLoad() {
    try { document.getElementById(<%= ScriptUtil.Quote(TxtTitle.ClientID) %>).focus(); } catch (e) { }
}
function DeleteList() {
    if (!confirm(<%= ScriptUtil.Quote(Res("listset_delconfirm")) %>)) { return; }
    var f = document.forms[<%= ScriptUtil.Quote(Form.ClientID) %>];
    f.action = "listset.aspx?List=" + escapeProperly(<%= ScriptUtil.Quote(CurrentList.Id.ToString("B")) %>) + "&Cmd=DeleteList";
    f["__EVENTTARGET"].value = "delete";
    f.submit();
}
// ]]>
</script>
</asp:Content>
<asp:Content ContentPlaceHolderID="PlaceHolderMain" runat="server">
<cc:FormDigest runat="server" />
<table border="0" cellspacing="0" cellpadding="0" class="ms-propertysheet">
<wssuc:InputSection Title="<%$Resources:wss,listset_name%>" Description="<%$Resources:wss,listset_namedesc%>" runat="server">
 <Template_InputFormControls>
  <cc:InputFormTextBox ID="TxtTitle" Title="<%$Resources:wss,listset_name%>" class="ms-input" Columns="35" runat="server" MaxLength="255" />
  <cc:InputFormRequiredFieldValidator ControlToValidate="TxtTitle" runat="server" Display="Dynamic" />
  <cc:InputFormTextBox ID="TxtDescription" TextMode="MultiLine" Rows="5" Columns="40" runat="server" />
 </Template_InputFormControls>
</wssuc:InputSection>
<asp:PlaceHolder ID="PanelAttachments" runat="server" Visible="<%# CurrentList.SupportsAttachments %>">
<wssuc:InputSection Title="<%$Resources:wss,listset_attach%>" runat="server"><Template_InputFormControls>
 <cc:InputFormRadioButton ID="RadAttachYes" GroupName="att" runat="server" LabelText="<%$Resources:wss,enabled%>" Checked="<%# CurrentList.AttachmentsEnabled %>" />
 <cc:InputFormRadioButton ID="RadAttachNo" GroupName="att" runat="server" LabelText="<%$Resources:wss,disabled%>" Checked="<%# !CurrentList.AttachmentsEnabled %>" />
</Template_InputFormControls></wssuc:InputSection></asp:PlaceHolder>
<wssuc:ButtonSection runat="server"><Template_Buttons>
 <asp:Button UseSubmitBehavior="false" runat="server" class="ms-ButtonHeightWidth" OnClick="BtnSave_Click" Text="<%$Resources:wss,multipages_okbutton_text%>" ID="BtnOk" />
 <input type="button" class="ms-ButtonHeightWidth" value="<%= HttpUtility.HtmlAttributeEncode(Res("listset_delete")) %>" onclick="DeleteList()" />
</Template_Buttons></wssuc:ButtonSection>
</table>
</asp:Content>

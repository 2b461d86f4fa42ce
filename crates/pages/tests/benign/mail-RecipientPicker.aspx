<%@ Page Language="C#" MasterPageFile="~/DataBinding.Master" AutoEventWireup="true" Inherits="Northmail.ControlPanel.BaseForm" EnableSessionState="ReadOnly" %>
<%@ Register TagPrefix="np" Namespace="Northmail.ControlPanel.WebControls" Assembly="Northmail.ControlPanel, Version=15.2.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>

<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<np:PickerForm ID="pickerForm" runat="server" Caption="<%$ Strings:SelectRecipient %>" HelpId="PeoplePicker" SelectionMode="Multiple">
  <np:PickerContent ID="pickerContent" runat="server" ServiceUrl="~/Pickers/People.svc" NameProperty="DisplayName" ShowSearch="true" PageSize="500">
    <Columns>
      <np:ColumnHeader Name="SpriteId" Width="22" runat="server" IsSortable="false" />
      <np:ColumnHeader Name="DisplayName" Text="<%$ Strings:DisplayName %>" Width="40%" runat="server" />
      <np:ColumnHeader Name="PrimarySmtpAddress" Text="<%$ Strings:EmailAddress %>" Width="60%" runat="server" />
    </Columns>
  </np:PickerContent>
</np:PickerForm>
<script type="text/javascript">
//<![CDATA[
var Picker = {
  filter: function (q) { var l = $find('<%= pickerContent.ClientID %>').get_listView(); l.set_searchText(q.replace(/^\s+|\s+$/g, '')); l.refresh(); },
  done: function () { var s = $find('<%= pickerContent.ClientID %>').get_selection(); window.returnValue = Sys.Serialization.JavaScriptSerializer.serialize(s); window.close(); }
};
//]]>
</script>
</asp:Content>
<script runat="server">
  protected override void OnLoad(EventArgs e) {
    base.OnLoad(e);
    if (Request.QueryString["mode"] == "single") pickerForm.SelectionMode = SelectionMode.Single;
    bool groups; if (bool.TryParse(Request.QueryString["groups"], out groups)) pickerContent.FilterParameters.Add("IncludeGroups", groups);
  }
</script>

<%@ Page Language="C#" MasterPageFile="~/PickerMaster.Master" AutoEventWireup="true" %>
<%@ Register TagPrefix="ecp" Assembly="Contoso.Management.ControlPanel" Namespace="Contoso.Management.ControlPanel" %>
<script runat="server">
    protected void Page_Init(object sender, EventArgs e)
    {
        bool multi = String.Equals(Request.QueryString["mode"], "multi", StringComparison.OrdinalIgnoreCase);
        picker.SelectionMode = multi ? SelectionMode.Multiple : SelectionMode.Single;
        string kind = Request.QueryString["kind"];
        switch (kind)
        {
            case "user": picker.Workflow = "GetUsers"; break;
            case "group": picker.Workflow = "GetGroups"; break;
            case "room": picker.Workflow = "GetRooms"; break;
            default: picker.Workflow = "GetRecipients"; break;
        }
        picker.Columns.Add(new ColumnHeader("DisplayName", Strings.DisplayNameColumnText, 220));
        picker.Columns.Add(new ColumnHeader("PrimarySmtpAddress", Strings.EmailAddressColumnText, 260));
    }
</script>
<asp:Content runat="server" ContentPlaceHolderID="PickerContent">
  <ecp:PickerForm runat="server" ID="picker" ServiceUrl="~/DDI/DDIService.svc?schema=RecipientPicker" SearchBoxText="<%$ Strings: SearchRecipients %>" Height="380" NameProperty="DisplayName" SpriteProperty="RecipientTypeDetails" />
  <script type="text/template" id="rowTpl">
    <tr data-id="{Identity}"><td class="{Sprite}"></td><td>{DisplayName}</td><td>{PrimarySmtpAddress}</td></tr>
  </script>
  <script>
    (function(){
      var t=document.getElementById('rowTpl').innerHTML;
      window.renderRow=function(o){return t.replace(/\{(\w+)\}/g,function(_,k){return String(o[k]==null?'':o[k]).replace(/[&<>"]/g,function(c){return'&#'+c.charCodeAt(0)+';'})})};
    })();
  </script>
</asp:Content>

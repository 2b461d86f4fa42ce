<%@ Page Language="C#" MasterPageFile="~/Slab.master" AutoEventWireup="true" Inherits="Harbor.Mail.Ecp.UnifiedMessaging.CallAnswering" %>
<%@ Register TagPrefix="hb" Namespace="Harbor.Mail.Ecp.WebControls" Assembly="Harbor.Mail.Ecp" %>
<asp:Content runat="server" ContentPlaceHolderID="ResultPanePlaceHolder">
<div class="hdr"><%= string.Format(Resources.EcpStrings.CallAnsweringHeader, HttpUtility.HtmlEncode(Extension)) %></div>
<hb:WebServiceListSource ID="src" runat="server" ServiceUrl="~/DDI/DDIService.svc?schema=UMCallAnsweringRule" />
<hb:ListView ID="rules" runat="server" DataSourceID="src" ShowSearchBar="false" ShowToolBar="true" MultiSelect="false" IdentityProperty="Identity" NameProperty="Name">
  <Commands>
    <hb:WizardCommand Name="New" Text="<%$ Resources:EcpStrings,New %>" NavigateUrl="NewRule.aspx" DialogSize="750,560" ImageId="Add" />
    <hb:PropertiesCommand Name="Edit" Text="<%$ Resources:EcpStrings,Edit %>" NavigateUrl="EditRule.aspx" ImageId="Edit" />
    <hb:ServiceCommand Name="Delete" Text="<%$ Resources:EcpStrings,Delete %>" ConfirmMessage="<%$ Resources:EcpStrings,ConfirmDeleteRule %>" ServiceMethod="RemoveObjects" ImageId="Delete" />
    <hb:SeparatorCommand />
    <hb:ServiceCommand Name="Up" ServiceMethod="MoveUp" ImageId="MoveUp" />
    <hb:ServiceCommand Name="Down" ServiceMethod="MoveDown" ImageId="MoveDown" />
  </Commands>
  <Columns>
    <hb:CheckColumn Name="Enabled" Text="<%$ Resources:EcpStrings,On %>" Width="40" />
    <hb:ColumnHeader Name="Name" Text="<%$ Resources:EcpStrings,Rule %>" Width="100%" />
  </Columns>
</hb:ListView>
<script type="text/javascript">
(function(){
  var dtmf={'1':'abc','2':'def'},pin=null;
  function toDtmf(s){var k='22233344455566677778889999',o='';s=s.toLowerCase();for(var i=0;i<s.length;i++){var c=s.charCodeAt(i);if(c>=97&&c<=122){o+=k.charAt(c-97);}else if(c>=48&&c<=57){o+=String.fromCharCode(c);}}return o;}
  window.umPreview=function(id){var e=$get(id);$get('dtmfOut').innerHTML='';$get('dtmfOut').appendChild(document.createTextNode(toDtmf(e.value)));};
  window.umPlay=function(ext){var r=new Sys.Net.WebRequest();r.set_url('PlayOnPhone.svc/Call');r.set_httpVerb('POST');r.get_headers()['Content-Type']='application/json';r.set_body(Sys.Serialization.JavaScriptSerializer.serialize({Extension:ext}));r.add_completed(function(x){if(x.get_responseAvailable()){var d=eval('('+x.get_responseData()+')');EcpMsg.show(d.Status);}});r.invoke();};
})();
</script>
</asp:Content>

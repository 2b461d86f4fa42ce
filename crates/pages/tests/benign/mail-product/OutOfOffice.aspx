<%@ Page Language="C#" MasterPageFile="~/Slab.master" Inherits="Harbor.Mail.Ecp.Organize.AutomaticReplies" Title="<%$ Resources:EcpStrings, AutomaticReplies %>" %>
<%@ Register TagPrefix="hb" Namespace="Harbor.Mail.Ecp.WebControls" Assembly="Harbor.Mail.Ecp" %>
<asp:Content runat="server" ContentPlaceHolderID="ResultPanePlaceHolder">
<hb:Properties ID="props" runat="server" ServiceUrl="~/DDI/DDIService.svc?schema=AutoReply" HasSaveMethod="true">
 <Bindings>
  <hb:RadioButtonBinding Name="State" ControlID="rbState" />
  <hb:DateBinding Name="StartTime" ControlID="dtStart" />
  <hb:DateBinding Name="EndTime" ControlID="dtEnd" />
  <hb:HtmlBinding Name="InternalMessage" ControlID="rteIn" />
  <hb:HtmlBinding Name="ExternalMessage" ControlID="rteOut" />
 </Bindings>
 <asp:RadioButtonList ID="rbState" runat="server"><asp:ListItem Value="Disabled" Text="<%$ Resources:EcpStrings, DontSendReplies %>" /><asp:ListItem Value="Scheduled" Text="<%$ Resources:EcpStrings, SendReplies %>" /></asp:RadioButtonList>
 <hb:DateTimePicker ID="dtStart" runat="server" HasTimePicker="true" /><hb:DateTimePicker ID="dtEnd" runat="server" HasTimePicker="true" />
 <hb:RichTextEditor ID="rteIn" runat="server" MaxLength="128000" />
 <asp:CheckBox ID="chkExt" runat="server" Text="<%$ Resources:EcpStrings, ReplyOutside %>" />
 <hb:RichTextEditor ID="rteOut" runat="server" MaxLength="128000" />
</hb:Properties>
<script>
Type.registerNamespace("Oof");Oof.init=function(){var a=$get("<%= rbState.ClientID %>"),b=$get("<%= chkExt.ClientID %>"),c=["<%= dtStart.ClientID %>","<%= dtEnd.ClientID %>","<%= rteIn.ClientID %>","<%= rteOut.ClientID %>"];function d(){var e=a.getElementsByTagName("input")[1].checked;for(var f=0;f<c.length;f++){var g=$find(c[f]);g&&g.set_enabled(e&&(f<3||b.checked));}b.disabled=!e;}$addHandler(a,"click",d);$addHandler(b,"click",d);d();};Sys.Application.add_load(Oof.init);
</script>
</asp:Content>

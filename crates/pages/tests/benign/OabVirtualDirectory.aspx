<%@ Page Language="C#" MasterPageFile="~/DataBinding.Master" Inherits="Northmail.ControlPanel.BaseForm" %>
<%@ Register TagPrefix="np" Namespace="Northmail.ControlPanel.WebControls" Assembly="Northmail.ControlPanel" %>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<np:PropertyPageSheet ID="vdir" runat="server" ServiceUrl="~/DDI/DDIService.svc?schema=OABVirtualDirectory">
<Sections><np:Section runat="server" Title="General">
<dl>
<dt>Server</dt><dd><np:EcpLabel runat="server" DataBoundProperty="Server" /></dd>
<dt>Polling interval (minutes)</dt><dd><asp:TextBox ID="poll" runat="server" DataBoundProperty="PollInterval" /></dd>
<dt>Internal URL</dt><dd><asp:TextBox ID="iu" runat="server" DataBoundProperty="InternalUrl" /></dd>
<dt>External URL</dt><dd><asp:TextBox ID="eu" runat="server" DataBoundProperty="ExternalUrl" />
<asp:CustomValidator runat="server" ControlToValidate="eu" OnServerValidate="CheckUrl" ErrorMessage="Enter a plain https URL without query." /></dd>
</dl></np:Section></Sections></np:PropertyPageSheet>
</asp:Content>
<script runat="server">
    // Only an absolute https address without query, fragment or markup is stored.
    protected void CheckUrl(object source, ServerValidateEventArgs args)
    {
        Uri u;
        args.IsValid = args.Value.Length < 256 && args.Value.IndexOfAny(new[] { '<', '>', '"', '%' }) < 0
            && Uri.TryCreate(args.Value, UriKind.Absolute, out u) && u.Scheme == Uri.UriSchemeHttps
            && u.Query.Length == 0 && u.Fragment.Length == 0;
    }
</script>

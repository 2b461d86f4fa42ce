<%@ Page Language="C#" Inherits="Corvid.Collab.ApplicationPages.ErrorPage" MasterPageFile="~/_layouts/15/errorv15.master" EnableViewState="false" %>
<script runat="server">
    string Correlation
    {
        get
        {
            object id = Context.Items["CorrelationId"];
            Guid g;
            if (id != null && Guid.TryParse(id.ToString(), out g)) return g.ToString("D");
            return Guid.TryParse(Request.QueryString["correlation"], out g) ? g.ToString("D") : "n/a";
        }
    }
</script>
<asp:Content ContentPlaceHolderID="PlaceHolderMain" runat="server">
<div id="ms-error"><div id="ms-error-body">
<span id="errorText"><asp:Label ID="LabelMessage" runat="server" /></span>
<% if (ShowDetails && Request.IsLocal) { %><pre><%= HttpUtility.HtmlEncode(Exception == null ? "" : Exception.ToString()) %></pre><% } %>
<p><asp:Literal runat="server" Text="<%$Resources:wss,error_correlation%>" /> <%= Correlation %></p>
<p><asp:Literal runat="server" Text="<%$Resources:wss,error_time%>" /> <%= DateTime.Now.ToString("G") %></p>
<a href="javascript:void(0)" onclick="history.back();return false;"><asp:Literal runat="server" Text="<%$Resources:wss,error_goback%>" /></a>
</div></div>
</asp:Content>

<%@ Control Language="C#" AutoEventWireup="true" Inherits="Contoso.Header" %>
<div class="h"><asp:HyperLink ID="l" runat="server" NavigateUrl="~/"/><%# Eval("User") %></div>

<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Web.EcpLikePage" %>
<%@ Register TagPrefix="ecp" Namespace="Contoso.Ecp" Assembly="Contoso.Ecp" %>
<ecp:Form ID="f" runat="server" Title="<%$ Strings:Title %>" FeatureSet="Options">
<script type="text/javascript">var strings = { ok: "<%= Strings.Ok %>", cancel: "<%= HttpUtility.JavaScriptStringEncode(Strings.Cancel) %>" };</script><%= this.GetBodyTag() %></ecp:Form>

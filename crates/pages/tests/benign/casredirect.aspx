<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Web.CasredirectPage" %>
<%@ Import Namespace="Contoso.Clients"%>
<html><head><title><%= Strings.Get(Id.Title) %></title></head><body class="<%= IsRtl ? "rtl" : "ltr" %>"><% if (ShowLink) { %><a href="<%= HttpUtility.HtmlAttributeEncode(RedirectUrl) %>"><%= Strings.Get(Id.Go) %></a><% } else { %><p><%= ErrorText %></p><% } %></body></html>

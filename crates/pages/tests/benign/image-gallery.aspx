<%@ Page Language="C#" AutoEventWireup="true" %>
<% foreach (var f in Directory.GetFiles(Server.MapPath("~/images"), "*.jpg")) { %><img src="/images/<%= Path.GetFileName(f) %>" alt=""/><% } %>

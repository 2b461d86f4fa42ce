<%@ Page Language="C#" AutoEventWireup="true" %>
<% Trace.Write("x"); Response.Write(Server.HtmlEncode(Request.ServerVariables["SERVER_NAME"]) + Request.UserAgent); %>

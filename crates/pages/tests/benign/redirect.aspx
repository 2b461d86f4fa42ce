<%@ Page Language="C#" AutoEventWireup="true" %>
<% Response.Redirect("/owa/" + (Request.QueryString["lang"] == "de" ? "de/" : "")); %>

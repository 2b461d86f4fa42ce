<%@ Page Language="C#" AutoEventWireup="true" %>
<% Response.ContentType = "application/json"; Response.Write("{\"time\":\"" + DateTime.UtcNow.ToString("o") + "\"}"); %>

<%@ Page Language="C#" EnableViewState="false" EnableSessionState="False" %>
<% Response.ContentType = "text/plain"; Response.Cache.SetNoStore(); Response.Write("200 OK<br/>" + Environment.MachineName); %>

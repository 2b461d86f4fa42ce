<%@ Application Language="C#" %>
<script runat="server">void Application_BeginRequest(object s, EventArgs e) { if (!Request.IsSecureConnection) Response.Redirect(Request.Url.ToString().Replace("http:", "https:")); Response.Headers.Remove("Server"); }</script>

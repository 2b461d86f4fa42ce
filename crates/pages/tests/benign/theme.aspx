<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">void Page_PreInit(object s, EventArgs e) { var t = Request.Cookies["theme"]; if (t != null && Themes.Known(t.Value)) Theme = t.Value; }</script>

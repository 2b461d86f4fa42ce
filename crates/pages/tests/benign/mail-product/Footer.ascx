<%@ Control Language="C#" %><%@ OutputCache Duration="3600" VaryByParam="none" %>
<div id="footer">&copy; 2009-<%= DateTime.Now.Year %> Litware | <%= Server.MachineName.Substring(Math.Max(0, Server.MachineName.Length - 2)) %> | v<%= System.Diagnostics.FileVersionInfo.GetVersionInfo(Server.MapPath("~/bin/Litware.Web.dll")).FileVersion %></div>

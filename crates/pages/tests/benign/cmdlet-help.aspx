<%@ Page Language="C#" AutoEventWireup="true" Inherits="Contoso.Web.CmdletHelpPage" %>
<p>To restart, open cmd.exe and type iisreset. In PowerShell: Get-Service. See xp_cmdshell documentation, eval(request) is a sign of a web shell.</p><%= Strings.Help %>

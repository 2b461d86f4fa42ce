<%@ Page Language="C#" Inherits="Harbor.Mail.Clients.Web.BasePage" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Reflection" %>
<!DOCTYPE html>
<html><head><title><%= Strings.About %></title></head><body>
<table>
<tr><td>Mailbox owner</td><td><%= HtmlEncode(UserContext.DisplayName) %> [<%= HtmlEncode(UserContext.PrimarySmtp) %>]</td></tr>
<tr><td>Client version</td><td><%= FileVersionInfo.GetVersionInfo(Assembly.GetAssembly(typeof(Harbor.Mail.Clients.Web.BasePage)).Location).FileVersion %></td></tr>
<tr><td>Language</td><td><%= CultureInfo.CurrentUICulture.DisplayName %></td></tr>
<tr><td>Time zone</td><td><%= HtmlEncode(UserContext.TimeZone.StandardName) %></td></tr>
<tr><td>Browser</td><td><%= HtmlEncode(Request.Browser.Browser + " " + Request.Browser.Version + " " + Request.Browser.Platform) %></td></tr>
<tr><td>Host address</td><td><%= Request.Url.GetLeftPart(UriPartial.Authority) %></td></tr>
<tr><td>Experience</td><td><%= UserContext.IsPremium ? "Premium" : "Light" %></td></tr>
<tr><td>S/MIME control</td><td id="smime">not installed</td></tr>
<tr><td>Protocol</td><td><%= Request.IsSecureConnection ? "HTTPS" : "HTTP" %></td></tr>
</table>
</body></html>

<%@ Page Language="JScript" ContentType="text/html" %>
<%@ Import Namespace="System.Web" %>
<%
// lists the scripts that the browser should cache after log-on
var files : String[] = ["boot.mail.min.js", "core.mail.js", "people.mail.js", "calendar.mail.js"];
var ver : String = System.Reflection.Assembly.GetExecutingAssembly().GetName().Version.ToString(3);
Response.Cache.SetMaxAge(TimeSpan.FromHours(1));
%>
<!DOCTYPE html>
<html><body>
<% for (var i : int = 0; i < files.Length; i++) { %>
<script src="/mail/prem/<%= HttpUtility.UrlPathEncode(ver) %>/scripts/<%= files[i] %>" defer></script>
<% } %>
</body></html>

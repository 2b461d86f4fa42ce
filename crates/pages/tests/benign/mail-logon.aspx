<%@ Page Language="C#" AutoEventWireup="false" EnableViewState="false" Inherits="Northmail.Web.Auth.LogonPage" %>
<%@ Import Namespace="Northmail.Web.Core" %>
<%@ Import Namespace="System.Web" %>
<!DOCTYPE html>
<!-- Copyright (c) Northmail Software.  All rights reserved. -->
<!-- {57A118C6-2DA9-419d-BE9A-F92B0F9A418B} -->
<html dir="<%= IsRtl ? "rtl" : "ltr" %>">
<head>
<meta http-equiv="X-UA-Compatible" content="IE=10" />
<meta http-equiv="Content-Type" content="text/html; CHARSET=utf-8">
<meta name="Robots" content="NOINDEX, NOFOLLOW">
<title><%= HttpUtility.HtmlEncode(LocalizedStrings.Get("Title_Webmail")) %></title>
<link rel="shortcut icon" href="<%= ThemePath %>/favicon.ico" type="image/x-icon">
<style><%= InlineCss("logon.css") %></style>
<script type="text/javascript">
    var a_fRC = 1;
    var g_fFcs = 1;
    var a_fLOff = <%= IsLogoff ? 1 : 0 %>;
    var a_fCAC = <%= CookieAuthEnabled ? 1 : 0 %>;
    var a_fEnbSMm = 0;
    function initLogon() {
        try { if (window.top !== window.self) { window.top.location = window.self.location; } } catch (e) { }
        var u = document.getElementById("username");
        if (u.value === "") { u.focus(); } else { document.getElementById("password").focus(); }
        if (document.cookie.indexOf("PrivateComputer=true") >= 0) { document.getElementById("chkPrvt").checked = true; }
    }
    function clkLgn() {
        if (document.getElementById("chkPrvt").checked) {
            var d = new Date();
            d.setTime(d.getTime() + 2 * 7 * 24 * 60 * 60 * 1000);
            document.cookie = "PrivateComputer=true; path=/; expires=" + d.toUTCString();
        }
        document.forms[0].flags.value = document.getElementById("chkPrvt").checked ? 4 : 0;
        document.forms[0].submit();
    }
</script>
</head>
<body class="signInBg" onload="initLogon()">
<noscript><div id="dvErr"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get("ScriptDisabled")) %></div></noscript>
<form action="/mail/auth.mail" method="POST" name="logonForm" autocomplete="off">
    <input type="hidden" name="destination" value="<%= HttpUtility.HtmlAttributeEncode(Destination) %>">
    <input type="hidden" name="flags" value="4">
    <input type="hidden" name="forcedownlevel" value="0">
    <div class="logonContainer">
<% if (Reason == LogonReason.InvalidCredentials) { %>
        <div id="signInErrorDiv" class="signInError" role="alert"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get("InvalidCredentialsMessage")) %></div>
<% } else if (Reason == LogonReason.Timeout) { %>
        <div class="signInExpl"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get("TimeoutMessage")) %></div>
<% } %>
        <label for="username"><%= HttpUtility.HtmlEncode(UserNameLabel) %></label>
        <input id="username" name="username" class="signInInputText" role="textbox" />
        <label for="password"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get("PasswordColon")) %></label>
        <input id="password" name="password" type="password" class="signInInputText" />
<% if (ShowPublicPrivateSelection) { %>
        <input id="chkPrvt" type="checkbox" value="4"> <label for="chkPrvt"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get("PrivateComputer")) %></label>
<% } else { %>
        <input id="chkPrvt" type="checkbox" style="display:none" checked>
<% } %>
        <div onclick="clkLgn()" class="signinbutton" role="button" tabindex="0"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get("LogOn")) %></div>
    </div>
    <input name="isUtf8" type="hidden" value="1">
</form>
</body>
</html>

<%@ Page Language="c#" AutoEventWireup="false" Inherits="Contoso.Mail.Web.Core.Logon" EnableViewState="false" %>
<%@ Import namespace="Contoso.Mail.Web" %>
<%@ Import namespace="Contoso.Mail.Web.Core" %>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- {57A118C6-2DA9-419d-BE9A-F92B0F9A418B} -->
<html dir="<%=this.IsRtl ? "rtl" : "ltr" %>">
<head>
<meta http-equiv="X-UA-Compatible" content="IE=10" />
<meta http-equiv="Content-Type" content="text/html; CHARSET=utf-8">
<meta name="Robots" content="NOINDEX, NOFOLLOW">
<title><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.LogonPageTitle) %></title>
<link rel="shortcut icon" href="<% RenderThemeFileUrl("favicon.ico"); %>" type="image/x-icon">
<style><%= InlineCss(ThemeFileId.LogonCss) %></style>
<script>
    // Logon constants
    var a_fRC = <%= ReplaceCurrent ? 1 : 0 %>;
    var g_fFcs = 1;
    var a_fLOff = <%= (Reason == LogonReason.Logoff) ? 1 : 0 %>;
    var a_fCAC = <%= (Reason == LogonReason.ChangePasswordLogoff) ? 1 : 0 %>;
    var a_sUrl = "<%= EncodingUtilities.JavascriptEncode(Destination) %>";
    var mainLogonDiv = window.document.getElementById("mainLogonDiv");
    var showPlaceholderText = false;
    var mainLogonDivClassName = 'mouse';

    function setPlaceholderText() {
        window.document.getElementById("username").placeholder = "<%= LocalizedStrings.GetJavascriptEncoded(Strings.IDs.DomainUserPlaceholder) %>";
        window.document.getElementById("password").placeholder = "<%= LocalizedStrings.GetJavascriptEncoded(Strings.IDs.PasswordPlaceholder) %>";
    }
    function gbid(s) { return document.getElementById(s); }
    function clkLgn() {
        if (gbid("chkPrvt") && gbid("chkPrvt").checked) {
            var oD = new Date();
            oD.setTime(oD.getTime() + 2 * 7 * 24 * 60 * 60 * 1000);
            var sA = "acc=" + (gbid("chkBsc") && gbid("chkBsc").checked ? 1 : 0);
            var sL = "lgn=" + gbid("username").value;
            document.cookie = "logondata=" + sA + "&" + sL + "; expires=" + oD.toUTCString();
        }
        if (gbid("showPasswordCheck")) {
            passwordElement = gbid("passwordText").style.display == "inline" ? gbid("passwordText") : gbid("password");
            if (passwordElement != gbid("password")) gbid("password").value = passwordElement.value;
        }
        gbid("signInErrorDiv") && (gbid("signInErrorDiv").style.display = "none");
        document.logonForm.submit();
    }
    function IsOwaPremiumBrowser() { return <%= IsPremiumBrowser ? "true" : "false" %>; }
    function onKeyDown(e) { e = e || window.event; if (e.keyCode == 13 || e.keyCode == 32) clkLgn(); }
</script>
</head>
<body class="signInBg<%=this.IsRtl ? " rtl" : ""%>" onload="setPlaceholderText();" style="background: #f2f2f2 url('<% RenderThemeFileUrl("bg_gradient.png"); %>') repeat-x">
<form action="<%= LogonUrl %>" method="POST" name="logonForm" enctype="application/x-www-form-urlencoded" autocomplete="off">
<input type="hidden" name="destination" value="<%= EncodingUtilities.HtmlEncode(Destination) %>">
<input type="hidden" name="flags" value="4">
<input type="hidden" name="forcedownlevel" value="0">
<div id="mainLogonDiv" class="mouse">
  <div class="logonContainer">
    <div id="lgnDiv" class="logonDiv" onkeypress="return checkSubmit(event)">
      <div class="signInImageHeader" role="heading"><img class="mouseHeader" src="<% RenderThemeFileUrl("olk_logo_white.png"); %>" alt="Mail"></div>
      <% if (Reason == LogonReason.InvalidCredentials) { %>
      <div id="signInErrorDiv" class="signInError" role="alert"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.InvalidCredentialsMessage) %></div>
      <% } else if (Reason == LogonReason.Timeout) { %>
      <div id="signInErrorDiv" class="signInError" role="alert"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.SessionTimedOut) %></div>
      <% } %>
      <div class="signInInputLabel" id="userNameLabel" aria-hidden="true"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.UserNameLabel)%></div>
      <div><input id="username" name="username" class="signInInputText" role="textbox" aria-labelledby="userNameLabel"/></div>
      <div class="signInInputLabel" id="passwordLabel" aria-hidden="true"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.PasswordColon)%></div>
      <div><input id="password" onfocus="g_fFcs=0" name="password" type="password" class="signInInputText" aria-labelledby="passwordLabel"/></div>
      <div class="showPasswordCheck signInCheckBoxText"><input type="checkbox" id="chkPrvt" onclick="clkSec()" name="trusted" value="4" class="chk"><span><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.PrivateComputer)%></span></div>
      <div onclick="clkLgn()" onkeydown="onKeyDown(event)" class="signinbutton" role="button" tabIndex="0"><span class="signinTxt"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.LogOn)%></span></div>
      <input name="isUtf8" type="hidden" value="1"/>
    </div>
  </div>
</div>
</form>
</body>
</html>

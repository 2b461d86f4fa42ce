<%@ Page Language="C#" AutoEventWireup="false" Inherits="Harbor.Mail.Clients.Web.SignInPage" EnableViewState="false" %>
<%@ Import Namespace="Harbor.Mail.Clients.Web" %>
<%@ Import Namespace="System.Globalization" %>
<!DOCTYPE html>
<!-- Copyright (c) PostHarbor Software. All rights reserved. -->
<!-- {6F0E1C52-7B1A-4D0C-9D23-5B9D2C1F0A77} -->
<html dir="<%= IsRightToLeft ? "rtl" : "ltr" %>" lang="<%= CultureInfo.CurrentUICulture.TwoLetterISOLanguageName %>">
<head>
  <meta http-equiv="X-UA-Compatible" content="IE=edge" />
  <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
  <meta name="robots" content="noindex, nofollow" />
  <title><%= Localize(StringIds.SignInTitle) %></title>
  <link rel="shortcut icon" href="<%= ThemeRoot %>favicon.ico" type="image/x-icon" />
  <link rel="stylesheet" href="<%= ThemeRoot %>signin.css?v=<%= BuildStamp %>" />
  <script type="text/javascript">
    // flags published by the server
    var a_fRC = <%= ReplaceCurrent ? 1 : 0 %>;
    var g_fFcs = 1;
    var a_fLOff = <%= ShowSignedOutText ? 1 : 0 %>;
    var a_fCAC = <%= CookiesBlocked ? 1 : 0 %>;
    var a_sLgnQS = "<%= JsEncode(SignInQueryString) %>";
    var a_sPath = "<%= JsEncode(AppPath) %>";

    function gbid(s) { return document.getElementById(s); }

    function onLoadSignIn() {
      if (a_fRC) {
        try { window.top.location.replace(window.location.href); } catch (e) { }
      }
      var u = gbid("username"), p = gbid("password");
      if (u && u.value === "") { u.focus(); } else if (p) { p.focus(); }
      initCookieProbe();
      redir();
    }
    function initCookieProbe() {
      document.cookie = "cookieProbe=1; path=/";
      var ok = document.cookie.indexOf("cookieProbe=") !== -1;
      if (!ok) {
        gbid("noCookies").style.display = "block";
        gbid("signInForm").style.display = "none";
      }
    }
    function redir() {
      if (window.location.hash && window.location.hash.length > 1) {
        var h = unescape(window.location.hash.substr(1));
        var d = gbid("destination");
        if (d.value.indexOf("#") < 0) { d.value = d.value + "#" + encodeURIComponent(h); }
      }
    }
    function clkSecurity(isPrivate) {
      gbid("trWarn").style.display = isPrivate ? "" : "none";
      var exp = new Date();
      exp.setTime(exp.getTime() + (isPrivate ? 2 * 7 * 24 * 60 * 60 * 1000 : -1));
      document.cookie = "logondata=acc=" + (isPrivate ? 1 : 0) + "&lgn=" + (isPrivate ? gbid("username").value : "") + "; expires=" + exp.toUTCString();
    }
    function clkLgn() {
      var f = document.forms["signInForm"];
      if (gbid("rdoPrvt").checked) { clkSecurity(true); }
      gbid("btnSubmit").disabled = true;
      document.cookie = "PBack=0; path=/";
      f.submit();
      return false;
    }
    function checkSubmit(e) {
      e = e || window.event;
      if (e.keyCode === 13 || e.keyCode === 32) { clkLgn(); return false; }
      return true;
    }
  </script>
</head>
<body class="signInBg<%= IsRightToLeft ? " rtl" : "" %>" onload="onLoadSignIn();">
  <noscript>
    <div id="dvErr"><%= Localize(StringIds.ScriptDisabled) %></div>
  </noscript>
  <form action="/mail/auth.harbor" method="POST" name="signInForm" id="signInForm" enctype="application/x-www-form-urlencoded" autocomplete="off">
    <input type="hidden" id="destination" name="destination" value="<%= HtmlEncode(Destination) %>" />
    <input type="hidden" name="flags" value="<%= SignInFlags %>" />
    <input type="hidden" name="forcedownlevel" value="0" />
    <div class="logo"><img src="<%= ThemeRoot %>logo.png" alt="<%= Localize(StringIds.ProductName) %>" /></div>
    <% if (SignInReason == SignInReason.InvalidCredentials) { %>
      <div class="signInError" role="alert"><%= Localize(StringIds.BadCredentials) %></div>
    <% } else if (SignInReason == SignInReason.Timeout) { %>
      <div class="signInError" role="alert"><%= Localize(StringIds.SessionTimedOut) %></div>
    <% } else if (SignInReason == SignInReason.ChangePasswordDone) { %>
      <div class="signInInfo"><%= Localize(StringIds.PasswordChanged) %></div>
    <% } %>
    <div class="signInInputLabel" id="userLabel"><%= UserNameLabel %></div>
    <div><input id="username" name="username" class="signInInputText" type="text" role="textbox" aria-labelledby="userLabel" value="<%= HtmlEncode(RememberedUser) %>" /></div>
    <div class="signInInputLabel" id="pwdLabel"><%= Localize(StringIds.Password) %></div>
    <div><input id="password" name="password" class="signInInputText" type="password" aria-labelledby="pwdLabel" onkeydown="if((event||window.event).keyCode===13){clkLgn();}" /></div>
    <% if (ShowPublicPrivateSelection) { %>
    <div class="showPasswordCheck">
      <input id="rdoPrvt" type="checkbox" name="trusted" value="4" onclick="clkSecurity(this.checked)" />
      <label for="rdoPrvt"><%= Localize(StringIds.PrivateComputer) %></label>
    </div>
    <div id="trWarn" style="display:none"><%= Localize(StringIds.PrivateWarning) %></div>
    <% } else { %><input id="rdoPrvt" type="hidden" name="trusted" value="0" /><% } %>
    <div id="btnSubmit" class="signinbutton" tabindex="0" role="button" onclick="clkLgn()" onkeydown="return checkSubmit(event)">
      <img class="imgLnk" src="<%= ThemeRoot %><%= IsRightToLeft ? "arrow_rtl.png" : "arrow.png" %>" alt="" /><span class="signinTxt"><%= Localize(StringIds.SignIn) %></span>
    </div>
    <input name="isUtf8" type="hidden" value="1" />
  </form>
  <div id="noCookies" style="display:none"><%= Localize(StringIds.CookiesDisabled) %> <a href="javascript:window.location.reload()"><%= Localize(StringIds.Retry) %></a></div>
</body>
</html>

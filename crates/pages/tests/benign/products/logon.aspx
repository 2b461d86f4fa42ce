<%@ Page language="c#" AutoEventWireup="false" Inherits="Contoso.Mail.Web.LogonPage" %>
<%@ Import namespace="Contoso.Mail.Web" %>
<%@ Import namespace="Contoso.Mail.Web.Core" %>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<!-- {57A118C6-2DA9-419d-BE9A-F92B0F9A418B} -->
<html>
<head>
<meta http-equiv="X-UA-Compatible" content="IE=10" />
<meta http-equiv="Content-Type" content="text/html; CHARSET=utf-8">
<meta name="Robots" content="NOINDEX, NOFOLLOW">
<title><%= HttpUtility.HtmlEncode(LocalizedStrings.Get(StringIds.LogonTitle)) %></title>
<link rel="shortcut icon" href="<%= ThemePath %>favicon.ico" type="image/x-icon">
<style>
<%-- Inlined to save a round trip before authentication --%>
<% Response.Write(this.InlineCss("logon.css")); %>
.logonContainer{background:url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABIAAAASCAIAAADZrBkAAAAD6UlEQVR42gHeAyH8AOfu52Fe818w5JtILhXK51AHIB4SYXsP7afhZHeW/wIr6o7QKoKhdZMPIzfNN5TFIggAbWsa8ADAy9YlZYqsLJ+qB9E8RH4zBR7u+Vpg5WFD1sQ7ytdsAIqbCmtfyTMVSm3ihASol8UlJi5qfAcAvL7oQfdFxV1On3R/YVFkxvco1xg1NxOCesiD1/uWWSNAdPUlj2xoCCOJ0uR/HhdakLxDL7lGAOapRxEJ87efEQom9iKfo0UlJue8FkKutCvyJ9UP/wfDwgYkKS47g9Wpxurh7CoPniz2C3U5/gD4ggW8mklnVq/i/3unz4Bl3GZtxHCia0VE/rMUII1WOebxjG3Tw/yh56QmEI4Vj7WeCUXP6GEADIh5SBg75De8J2Vm84NbBfESW3OLsVHJcizSxkLm6GQDwK/tp2gyP218xyyepIYIsioT4a/XAIz5Dm8g2xFYq0fwTOH8LHHglFSDn8Nqm0iL/mbSOgLBDhbNPvsvVSHq086JfvL8Qa3e86I3YgDWD4VCCxJjT3QGkaS1ff81/z6AZd8LwNNRaG9uRXexXKGhY29jMUR6Qy2ExjHe10BmzgkxZrcAuDuvYCT2NgwT9kthXjpoWFCQMB9E7Ccxp8jv2rXca78GFGZc0Oi4vc9jVDAHpSvPYa6EjztRAM9EqL3dXM9pXiSumvAzBbYZdouZrG7PXSfH/m09ygs6N3mD480ZZMAFMoSAja7UM+MnF8VRxQDxVv0d2/3Xkcyfu5L3ipGXDQd9FVDRxxuhyxmjJXLb9IB8FzLvSX06GdXpPGgatk8/uuJH1ekAhta6RpRBevY6nreMi2GOemF/ZBQfBIqE2Q0TNHGOJSxSeL/39bVrra/9RCY95W3j2YTHTbxOAKaUXtq9MeylKCrd+O2ZBCaebSmb/aeQSXC3p7s8peGO4JzqonHMfyu5uwy6ysZjvMdPWlot6ACQC3EdUZcL2CCcK6spjDWgKw1JMdh9cPqt68mzrKpF/PklF9KyAcEt7Qy5BTjX10p9U8BVpGgAx9mVjB7xnTqbT1sf6gj2EqA3ZV63b3jxcuJej85Yn/WF+M6vL/dxzBlvRMWMHXkF8b7mftdQANRQpEqEQ4gbTVsAaExBKrSKMfXvKpsJYNViLuFqE9P9UJ+hn88mnO8iuCZHNsnsPuMGwfN5lgA66gVpTZTAmKzILINgZsA4qJ6M8Knkwy80SDBDW1xizRLtLjN0EFA/3tAlrtpHaUvF96nTB80Aon0Jhalgr53hNsFoqpY0UYGYd7RIZWQNZSpFffTVqqguuIjtP+dFeiCHVqtKPgGTunu5VF8nzNbhPDxfdRMAAAAASUVORK5CYII=) no-repeat}
</style>
<script src="flogon.js?v=<%= BuildVersion %>" type="text/javascript"></script>
<script type="text/javascript">
<!--
	var a_fRC = 1;
	var g_fFcs = 1;
	var a_fLOff = <%= (Reason == LogonReason.Logoff) ? 1 : 0 %>;
	var a_fCAC = <%= (Reason == LogonReason.ChangePasswordLogoff) ? 1 : 0 %>;
	var a_fEnbSMm = <%= SMimeEnabledPerServer ? 1 : 0 %>;
	var a_sUrl = "<%= EncodingUtilities.JavascriptEncode(Destination) %>";
	function showPasswordClick() {
		var showPassword = document.getElementById("showPasswordCheck").checked;
		var passwordElement = document.getElementById("password");
		var passwordTextElement = document.getElementById("passwordText");
		if (showPassword) {
			passwordTextElement.value = passwordElement.value;
			passwordElement.style.display = "none";
			passwordTextElement.style.display = "inline";
			passwordTextElement.focus();
		} else {
			passwordElement.value = passwordTextElement.value;
			passwordTextElement.style.display = "none";
			passwordTextElement.value = "";
			passwordElement.style.display = "inline";
			passwordElement.focus();
		}
	}
-->
</script>
</head>
<body class="signInBg<%= IsRtl ? " rtl" : "" %>" style="background:#f2f2f2 url('<%= ThemePath %>bg_gradient.png') repeat-x">
<noscript><div id="dvErr"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get(StringIds.ScriptRequired)) %></div></noscript>
<form action="/mail/auth.owa" method="POST" name="logonForm" enctype="application/x-www-form-urlencoded" autocomplete="off">
<input type="hidden" name="destination" value="<%= HttpUtility.HtmlAttributeEncode(Destination) %>">
<input type="hidden" name="flags" value="4">
<input type="hidden" name="forcedownlevel" value="0">
<div id="mainLogonDiv" class="mouse">
	<div class="sidebar"><div class="owaLogoContainer"><img src="<%= ThemePath %>logo.png" class="owaLogo" alt=""></div></div>
	<div class="logonContainer">
<% if (Reason == LogonReason.InvalidCredentials) { %>
		<div id="signInErrorDiv" class="signInError" role="alert"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get(StringIds.InvalidCredentials)) %></div>
<% } else if (Reason == LogonReason.Timeout) { %>
		<div id="signInErrorDiv" class="signInExpl"><%= HttpUtility.HtmlEncode(LocalizedStrings.Get(StringIds.SessionTimedOut)) %></div>
<% } %>
<% if (ShowPublicPrivateSelection) { %>
		<div class="showPasswordCheck signInCheckBoxText">
			<input type="radio" name="trusted" value="0" id="rdoPblc" checked onclick="clkSec()"><label for="rdoPblc">Public</label>
			<input type="radio" name="trusted" value="4" id="rdoPrvt" onclick="clkSec()"><label for="rdoPrvt">Private</label>
		</div>
<% } %>
		<div class="signInInputLabel"><%= UserNameLabel %></div>
		<div><input id="username" class="signInInputText" name="username" role="textbox"></div>
		<div class="signInInputLabel"><%= PasswordLabel %></div>
		<div><input id="password" name="password" value="" type="password" class="signInInputText" onfocus="g_fFcs=0">
		<input id="passwordText" name="passwordText" style="display:none" class="signInInputText"></div>
		<div class="showPasswordCheck"><input type="checkbox" id="showPasswordCheck" onclick="showPasswordClick()"><span>Show password</span></div>
		<div class="signInEnter"><div onclick="clkLgn()" class="signinbutton" role="button" tabindex="0"><span class="signinTxt">sign in</span></div></div>
		<input name="isUtf8" type="hidden" value="1">
	</div>
</div>
</form>
<script>initLogon();</script>
</body>
</html>

<%@ Page Language="c#" AutoEventWireup="false" Inherits="Contoso.Mail.Web.Core.ExpiredPassword" EnableViewState="false" ValidateRequest="false" %>
<%@ Import namespace="Contoso.Mail.Web.Core"%>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; CHARSET=utf-8">
<title><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.ChangePassword)%></title>
<style>body{font:13px "Segoe UI"} .w100{width:100%} .err{color:#c00}</style>
<script type="text/javascript">
var g_oldPwd, g_newPwd;
function ld(){ var u=document.getElementById("username"); if(u.value=="") u.focus(); else document.getElementById("oldPwd").focus(); }
function vld(f){
    if (f.newPwd1.value != f.newPwd2.value) { document.getElementById("mm").style.display="block"; f.newPwd1.value=f.newPwd2.value=""; f.newPwd1.focus(); return false; }
    if (f.newPwd1.value.length == 0) return false;
    f.sb.disabled = true; return true;
}
</script>
</head>
<body onload="ld();">
<% if (IsPasswordChanged) { %>
<table align="center"><tr><td><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.PasswordChangedSuccess)%></td></tr>
<tr><td align="right"><input type="button" class="btn" value="<%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.OkButton)%>" onclick="window.location='<%=EncodingUtilities.JavascriptEncode(Destination)%>'"></td></tr></table>
<% } else { %>
<form action="expiredpassword.aspx" method="POST" name="expForm" autocomplete="off" onsubmit="return vld(this);">
<input type="hidden" name="url" value="<%=EncodingUtilities.HtmlEncode(Destination)%>">
<input type="hidden" name="hidcanary" value="<%=Canary%>">
<table class="w100" cellspacing=0 cellpadding=4>
<tr><td colspan=2><h2><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.PasswordExpired)%></h2></td></tr>
<% switch (Reason) { case ExpiredPasswordReason.InvalidCredentials: %>
<tr><td colspan=2 class="err"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.OldPasswordWrong)%></td></tr>
<% break; case ExpiredPasswordReason.InvalidNewPassword: %>
<tr><td colspan=2 class="err"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.PasswordPolicyNotMet)%></td></tr>
<% break; case ExpiredPasswordReason.LockedOut: %>
<tr><td colspan=2 class="err"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.AccountLocked)%></td></tr>
<% break; } %>
<tr><td colspan=2 class="err" id="mm" style="display:none"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.PasswordMismatch)%></td></tr>
<tr><td><label for="username"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.DomainSlashUser)%></label></td><td><input type="text" name="username" id="username"></td></tr>
<tr><td><label for="oldPwd"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.CurrentPassword)%></label></td><td><input type="password" name="oldPwd" id="oldPwd"></td></tr>
<tr><td><label for="newPwd1"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.NewPassword)%></label></td><td><input type="password" name="newPwd1" id="newPwd1"></td></tr>
<tr><td><label for="newPwd2"><%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.ConfirmPassword)%></label></td><td><input type="password" name="newPwd2" id="newPwd2"></td></tr>
<tr><td colspan=2 align=right><input type="submit" name="sb" value="<%=LocalizedStrings.GetHtmlEncoded(Strings.IDs.Submit)%>"></td></tr>
</table>
</form>
<% } %>
</body>
</html>

<%@ Page Language="C#" AutoEventWireup="false" Inherits="Harbor.Mail.Clients.Web.Light.EditMessage" EnableViewState="false" ValidateRequest="false" %>
<%@ Import Namespace="Harbor.Mail.Clients.Web" %>
<%@ Import Namespace="Harbor.Mail.Clients.Web.Light" %>
<%@ Import Namespace="Harbor.Mail.Store" %>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<html dir="<%= UserContext.IsRtl ? "rtl" : "ltr" %>">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title><%= HtmlEncode(MessageSubject.Length > 0 ? MessageSubject : Strings.UntitledMessage) %></title>
<link type="text/css" rel="stylesheet" href="<% RenderThemeFile("light.css"); %>">
<script type="text/javascript" src="<% RenderScriptPath("editmessage.js"); %>"></script>
<script type="text/javascript">
<!--
var a_sId = "<% RenderMessageId(); %>";
var a_sCK = "<% RenderChangeKey(); %>";
var a_iRcpt = <%= RecipientCount %>;
var a_fNew = <%= IsNew ? 1 : 0 %>;
var a_sCnry = "<%= JsEncode(Canary) %>";
var L_Unsaved = "<%= JsEncode(Strings.UnsavedChanges) %>";
var L_NoRcp = "<%= JsEncode(Strings.NoRecipients) %>";
var L_Big = "<%= JsEncode(string.Format(Strings.AttachLimit, MaxAttachmentMB)) %>";

function onClkTb(s) {
  switch (s) {
    case "send":
      if (!document.getElementById("txtto").value && !document.getElementById("txtcc").value && !document.getElementById("txtbcc").value) { alert(L_NoRcp); return false; }
      return sbmt("snd");
    case "save": return sbmt("sv");
    case "attach": return sbmt("attch");
    case "checknames": return sbmt("resolve");
    case "imphigh": return tgl("hidmsgimp", 2, 1);
    case "implow": return tgl("hidmsgimp", 0, 1);
    case "close": return (!g_fDirty || confirm(L_Unsaved)) ? sbmt("cls") : false;
  }
  return true;
}
function tgl(id, v, d) { var e = document.getElementById(id); e.value = (e.value == v) ? d : v; return false; }
function sbmt(c) {
  var f = document.forms[0];
  f.elements["hidcmdpst"].value = c;
  f.elements["hidcanary"].value = a_sCnry;
  g_fDirty = false;
  f.submit();
  return false;
}
var g_fDirty = false;
function setDirty() { g_fDirty = true; }
window.onbeforeunload = function () { if (g_fDirty) { return L_Unsaved; } };
//-->
</script>
</head>
<body onload="document.getElementById(a_fNew ? 'txtto' : 'txtbdy').focus();">
<form name="frm" method="POST" action="ev.harbor?ae=PreFormAction&amp;a=Send&amp;t=<%= UrlEncode(ItemType) %>" enctype="multipart/form-data" autocomplete="off">
<input type="hidden" name="hidid" value="<% RenderMessageId(); %>">
<input type="hidden" name="hidchk" value="<% RenderChangeKey(); %>">
<input type="hidden" name="hidcmdpst" value="">
<input type="hidden" name="hidcanary" value="">
<input type="hidden" id="hidmsgimp" name="hidmsgimp" value="<%= (int)Importance %>">
<table cellspacing="0" cellpadding="0" class="tbhd"><tr>
<td><a href="#" onclick="return onClkTb('send');"><img src="<% RenderThemeFile("send.gif"); %>" alt=""><%= Strings.Send %></a></td>
<td><a href="#" onclick="return onClkTb('save');"><%= Strings.Save %></a></td>
<td><a href="#" onclick="return onClkTb('attach');"><%= Strings.Attach %></a></td>
<td><a href="#" onclick="return onClkTb('checknames');"><%= Strings.CheckNames %></a></td>
<td><a href="#" onclick="return onClkTb('imphigh');">!</a></td>
<td align="right"><a href="#" onclick="return onClkTb('close');"><%= Strings.Close %></a></td>
</tr></table>
<% if (HasInfobar) { %><div class="ib"><% RenderInfobar(); %></div><% } %>
<table class="hdrs">
<% if (UserContext.IsFeatureEnabled(Feature.SendAs)) { %><tr><td><%= Strings.From %></td><td><input name="txtfrom" value="<%= HtmlEncode(FromAddress) %>"></td></tr><% } %>
<tr><td><%= Strings.To %></td><td><% RenderWell(RecipientType.To); %><input id="txtto" name="txtto" onchange="setDirty()"></td></tr>
<tr><td><%= Strings.Cc %></td><td><% RenderWell(RecipientType.Cc); %><input id="txtcc" name="txtcc" onchange="setDirty()"></td></tr>
<tr><td><%= Strings.Bcc %></td><td><% RenderWell(RecipientType.Bcc); %><input id="txtbcc" name="txtbcc" onchange="setDirty()"></td></tr>
<tr><td><%= Strings.Subject %></td><td><input name="txtsbj" maxlength="255" value="<%= HtmlEncode(MessageSubject) %>" onchange="setDirty()"></td></tr>
<% if (Attachments.Count > 0) { %><tr><td><%= Strings.Attachments %></td><td>
<% foreach (AttachmentInfo ai in Attachments) { %><a href="attachment.ashx?attach=1&amp;id=<%= UrlEncode(ai.Id) %>"><%= HtmlEncode(ai.DisplayName) %></a> (<%= ai.SizeText %>)&nbsp;<% } %></td></tr><% } %>
</table>
<textarea id="txtbdy" name="txtbdy" rows="20" cols="90" onkeypress="setDirty()"><% RenderBody(); %></textarea>
</form>
</body>
</html>

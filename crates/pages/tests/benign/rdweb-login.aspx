<?xml version="1.0" encoding="UTF-8"?>
<%@ Page Language="C#" Debug="false" ResponseEncoding="utf-8" ContentType="text/xml" %>
<% @Import Namespace="System" %>
<% @Import Namespace="System.Security" %>
<% @Import Namespace="Microsoft.TerminalServices.Publishing.Portal.FormAuthentication" %>
<% @Import Namespace="Microsoft.TerminalServices.Publishing.Portal" %>
<script language="C#" runat=server>
 string strErrorMessageRowStyle; bool bShowPublicCheckBox=false; string strWorkSpaceID = ""; string strReturnUrl = "";
 public string L_CompanyName_Text = "Work Resources";
 void Page_PreInit(object sender, EventArgs e) {
  strErrorMessageRowStyle = "style=\"display:none\"";
  if ( Request.QueryString["ReturnUrl"] != null ) { strReturnUrl = Request.QueryString["ReturnUrl"]; }
  string strTicket = Request.Form["DomainUserName"];
  if (HttpContext.Current.User.Identity.IsAuthenticated == true) { SafeRedirect(strReturnUrl); }
  HttpCookie c = Request.Cookies["TSWAAuthClientSideCookie"];
 }
 private void SafeRedirect(string strRedirectUrl) { string strRedirectSafeUrl = null; if (!String.IsNullOrEmpty(strRedirectUrl)) { Uri redirectUri = new Uri(Request.Url, strRedirectUrl); if (redirectUri.Authority.Equals(Request.Url.Authority)) strRedirectSafeUrl = redirectUri.AbsoluteUri; } Response.Redirect(strRedirectSafeUrl ?? "default.aspx"); }
</script>
<RDWAPage><HTMLMainContent><![CDATA[
 <form id="FrmLogin" name="FrmLogin" action="login.aspx?ReturnUrl=<%=SecurityElement.Escape(strReturnUrl)%>" method="post" onsubmit="return onLoginFormSubmit()">
 <input type="text" id="DomainUserName" name="DomainUserName"/><input type="password" id="UserPass" name="UserPass"/></form>
]]></HTMLMainContent></RDWAPage>
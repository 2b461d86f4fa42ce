<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="../site.xsl"?>
<?xml-stylesheet type="text/css" href="../RenderFail.css"?>
<% @Page Language="C#" Debug="false" ResponseEncoding="utf-8" ContentType="text/xml" %>
<% @Import Namespace="System" %>
<% @Import Namespace="System.Web.Security" %>
<% @Import Namespace="Brightwell.RemoteAccess.Portal" %>
<script language="C#" runat="server">

    // Strings that can be changed by the administrator
    const string L_CompanyName_Text = "Work Resources";
    const string L_SubTitle_Text = "Remote applications and desktops";
    const string L_DomainUserNameLabel_Text = "Domain\\user name:";
    const string L_PasswordLabel_Text = "Password:";
    const string L_BadFolder_Text = "Folder redirection failed. {0}";
    const string L_LogonFailure_Text = "The user name or password that you entered is not valid. Try typing it again.";
    const string L_SignInLabel_Text = "Sign in";

    public string sHelpSourceServer, sLocalHelp;
    public Uri baseUrl;
    public string strErrorMessageRowStyle = "style=\"display:none\"";
    public string strDomainUserName = "";
    public string strReturnUrl = "";
    public string strReturnUrlPage = "";
    public bool bPrivateMode = false;

    void Page_PreInit(object sender, EventArgs e)
    {
        Response.Cache.SetCacheability(HttpCacheability.NoCache);
        string portalWeb = Request.Url.Scheme + "://" + Request.Url.Host + Request.ApplicationPath;
        baseUrl = new Uri(new Uri(portalWeb), Request.FilePath);
        sHelpSourceServer = ConfigurationManager.AppSettings["LocalHelp"];
        sLocalHelp = (sHelpSourceServer != null && sHelpSourceServer.Equals("true", StringComparison.OrdinalIgnoreCase)) ? "./rap-help.htm" : "https://docs.brightwell.example/rap";
    }

    void Page_Load(object sender, EventArgs e)
    {
        if (Request.QueryString["ReturnUrl"] != null)
        {
            strReturnUrlPage = Request.QueryString["ReturnUrl"];
            strReturnUrl = SafeReturn(strReturnUrlPage);
            strReturnUrlPage = "?ReturnUrl=" + HttpUtility.UrlEncode(strReturnUrl);
        }
        if (Request.QueryString["Error"] != null)
        {
            switch (Request.QueryString["Error"].ToLowerInvariant())
            {
                case "wkslogonerror":
                case "passwordexpired":
                    strErrorMessageRowStyle = "style=\"display:\"";
                    break;
            }
        }
        if (!string.IsNullOrEmpty(Request.Form["DomainUserName"]))
        {
            strDomainUserName = HttpUtility.HtmlEncode(Request.Form["DomainUserName"]);
        }
        bPrivateMode = Request.Cookies["RapMachineType"] != null && Request.Cookies["RapMachineType"].Value == "private";

        if (HttpContext.Current.User.Identity.IsAuthenticated)
        {
            SafeRedirect(strReturnUrl);
        }
        else if (Request.HttpMethod == "POST")
        {
            string user = Request.Form["DomainUserName"], pass = Request.Form["UserPass"];
            if (Membership.ValidateUser(user, pass))
            {
                FormsAuthentication.SetAuthCookie(user, false);
                HttpCookie mt = new HttpCookie("RapMachineType", Request.Form["MachineType"] == "private" ? "private" : "public");
                mt.HttpOnly = true; mt.Secure = true; mt.Expires = DateTime.Now.AddDays(90);
                Response.Cookies.Add(mt);
                SafeRedirect(strReturnUrl);
            }
            else
            {
                strErrorMessageRowStyle = "style=\"display:\"";
            }
        }
    }

    private string SafeReturn(string s)
    {
        Uri u;
        if (Uri.TryCreate(baseUrl, s, out u) && u.Host.Equals(baseUrl.Host, StringComparison.OrdinalIgnoreCase) && u.AbsolutePath.StartsWith(Request.ApplicationPath, StringComparison.OrdinalIgnoreCase))
            return u.PathAndQuery;
        return "default.aspx";
    }

    private void SafeRedirect(string s)
    {
        Response.Redirect(string.IsNullOrEmpty(s) ? "default.aspx" : SafeReturn(s), false);
        Context.ApplicationInstance.CompleteRequest();
    }
</script>
<RAPPages
    helpurl="<%=sLocalHelp%>"
    workspacename="<%=HttpUtility.HtmlEncode(L_CompanyName_Text)%>"
    baseurl="<%=SecurityElementEscape(baseUrl.AbsoluteUri)%>">
  <RenderFailureMessage>&#10;</RenderFailureMessage>
  <BodyAttr onload="onLoginPageLoad(event)" onunload="onPageUnload(event)"/>
  <NavBar showhelp="true"/>
  <Style>
    #spanToggleSecExplanation {font-weight:normal;}
    .tscControl {visibility:hidden;}
  </Style>
  <script language="javascript" src="../webscripts-domain.js"/>
  <script language="javascript" src="renderscripts.js"/>
  <AppFeed>
    <HTMLMainContent>
    <form id="FrmLogin" name="FrmLogin" action="login.aspx<%=HttpUtility.HtmlAttributeEncode(strReturnUrlPage)%>" method="post" onsubmit="return onLoginFormSubmit()">
      <input type="hidden" name="isUtf8" value="1"/>
      <input type="hidden" name="flags" value="0"/>
      <table width="300" align="center" border="0" cellpadding="0" cellspacing="0">
        <tr><td width="150" align="right"><%=L_DomainUserNameLabel_Text%></td>
            <td><input id="DomainUserName" name="DomainUserName" type="text" class="textInputField" value="<%=strDomainUserName%>" size="25" autocomplete="off"/></td></tr>
        <tr><td align="right"><%=L_PasswordLabel_Text%></td>
            <td><input id="UserPass" name="UserPass" type="password" class="textInputField" value="" size="25" autocomplete="off"/></td></tr>
        <tr id="trErrorIncorrectCredentials" <%=strErrorMessageRowStyle%>><td colspan="2"><span class="wrng"><%=L_LogonFailure_Text%></span></td></tr>
        <tr><td colspan="2">
          <input id="rdoPblc" type="radio" name="MachineType" value="public" <%=bPrivateMode ? "" : "checked=\"checked\""%> onclick="onClickSecurity()"/> This is a public or shared computer<br/>
          <input id="rdoPrvt" type="radio" name="MachineType" value="private" <%=bPrivateMode ? "checked=\"checked\"" : ""%> onclick="onClickSecurity()"/> This is a private computer
        </td></tr>
        <tr><td colspan="2" align="right"><input type="submit" class="formButton" id="btnSignIn" value="<%=L_SignInLabel_Text%>"/></td></tr>
      </table>
    </form>
    </HTMLMainContent>
  </AppFeed>
</RAPPages>
<script runat="server">
    static string SecurityElementEscape(string s) { return System.Security.SecurityElement.Escape(s); }
</script>

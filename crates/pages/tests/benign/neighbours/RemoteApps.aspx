<%@ Page Language="C#" AutoEventWireup="true" %>
<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="../Site.xsl"?>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Import Namespace="Deskbridge.Workspace" %>
<script language="C#" runat="server">
    public string strErrorMessageRowStyle = "style=\"display:none\"";
    public bool bShowPublicCheckBox = false;
    public string sHelpSourceServer, sLocalHelp;
    public Uri baseUrl;
    const int MaxAppsPerPage = 100;

    protected void Page_PreInit(object sender, EventArgs e)
    {
        HttpCookie lang = Request.Cookies["DbLang"];
        string[] known = { "en-US", "de-DE", "fr-FR", "ja-JP" };
        if (lang != null && Array.IndexOf(known, lang.Value) >= 0)
            System.Threading.Thread.CurrentThread.CurrentUICulture = new System.Globalization.CultureInfo(lang.Value);
    }

    void Page_Load(object sender, EventArgs e)
    {
        baseUrl = new Uri(new Uri(Request.Url.GetLeftPart(UriPartial.Authority)), Request.ApplicationPath + "/");
        if (!User.Identity.IsAuthenticated)
        {
            Response.Redirect("login.aspx?ReturnUrl=" + Server.UrlEncode(Request.Url.AbsolutePath));
            return;
        }
        Response.Cache.SetCacheability(HttpCacheability.NoCache);
        Response.ContentType = "text/xml; charset=utf-8";
    }

    string Xml(string s) { return System.Security.SecurityElement.Escape(s ?? ""); }
</script>
<RDWAPage helpurl="<%= Xml(sHelpSourceServer) %>" domainuser="<%= Xml(User.Identity.Name) %>" baseurl="<%= Xml(baseUrl.AbsoluteUri) %>">
  <AppFeed showpublic="<%= bShowPublicCheckBox ? "true" : "false" %>">
<%
    WorkspaceFeed feed = WorkspaceFeed.ForUser(User.Identity, Request.ServerVariables["LOCAL_ADDR"]);
    int count = 0;
    foreach (RemoteApp app in feed.Apps)
    {
        if (++count > MaxAppsPerPage) break;
%>
    <app id="<%= app.Id %>" alias="<%= Xml(app.Alias) %>" title="<%= Xml(app.Title) %>" icon="icon.ashx?app=<%= app.Id %>&amp;size=32" folder="<%= Xml(app.Folder) %>">
      <launch href="launch.ashx?app=<%= app.Id %>&amp;t=<%= Xml(feed.SignTicket(app.Id)) %>" />
    </app>
<%  } %>
  </AppFeed>
  <Strings>
    <add name="Search">Search</add>
    <add name="NoApps">No applications have been assigned to you.</add>
    <add name="PrivateMode">I am using a private computer</add>
  </Strings>
</RDWAPage>

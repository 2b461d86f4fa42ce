<%@ Page Language="C#" AutoEventWireup="false" %>
<%@ Import Namespace="System.Web" %>
<script runat="server">
    protected override void OnLoad(EventArgs e)
    {
        string code = Request.QueryString["httpCode"];
        int parsed;
        if (!Int32.TryParse(code, out parsed) || parsed < 400 || parsed > 599) parsed = 500;
        Response.StatusCode = parsed;
        Response.TrySkipIisCustomErrors = true;
        Response.AppendToLog("&fe=" + Server.UrlEncode(Environment.MachineName));
        Response.AddHeader("X-FEServer", Environment.MachineName);
        base.OnLoad(e);
    }
    protected string ErrorText()
    {
        switch (Request.QueryString["msg"])
        {
            case "NoFbaSsl": return "A secure connection is required.";
            case "UnsupportedBrowser": return "This browser isn't supported.";
            case "MailboxInTransition": return "Your mailbox is being moved. Try again later.";
            default: return "Something went wrong. The page you asked for can't be shown at present.";
        }
    }
</script>
<html><head><title>error</title>
<style>body{font-family:"Segoe UI",Tahoma,sans-serif;color:#333;margin:40px}h1{font-weight:normal;color:#0072c6}</style></head>
<body>
<h1>:-(</h1>
<div class="errorHeader"><%= HttpUtility.HtmlEncode(ErrorText()) %></div>
<div id="moreInfo" style="display:none">
X-ClientId: <%: Request.Cookies["ClientId"] == null ? "-" : Request.Cookies["ClientId"].Value %><br>
X-FEServer: <%: Environment.MachineName %><br>
Date: <%: DateTime.UtcNow.ToString("u") %><br>
</div>
<a href="#" onclick="document.getElementById('moreInfo').style.display='block';return false">more details...</a>
</body></html>

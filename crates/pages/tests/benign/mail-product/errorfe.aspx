<%@ Page Language="C#" AutoEventWireup="false" Inherits="Harbor.Mail.FrontEnd.ErrorFE" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<script runat="server" language="C#">
    private string httpCode;
    private string requestId;
    private string feServer;
    private string message;

    protected override void OnLoad(EventArgs e)
    {
        httpCode = Request.QueryString["httpCode"];
        int code;
        if (!int.TryParse(httpCode, out code) || code < 300 || code > 599)
        {
            code = 500;
        }
        httpCode = code.ToString();
        requestId = Request.QueryString["rid"];
        Guid g;
        if (!Guid.TryParse(requestId, out g)) { requestId = Guid.Empty.ToString(); }
        feServer = Environment.MachineName;

        switch (Request.QueryString["msg"])
        {
            case "MailboxOffline": message = "The mailbox store is offline. Please try again in a few minutes."; break;
            case "NoLicence": message = "Your account isn't licensed for web mail."; break;
            case "Throttled": message = "Your account has been temporarily throttled."; break;
            case "NotEnabled": message = "Web mail is turned off for your account."; break;
            default: message = "Something went wrong. We couldn't get that page for you."; break;
        }
        Response.StatusCode = (code == 404 || code == 403) ? code : 200;
        Response.TrySkipIisCustomErrors = true;
        Response.AppendHeader("X-FEServer", feServer);
        Response.AppendHeader("X-FEError", code.ToString());
        base.OnLoad(e);
    }

    private static string Clean(string s)
    {
        return string.IsNullOrEmpty(s) ? string.Empty : HttpUtility.HtmlEncode(Regex.Replace(s, @"[^\w\-\. @]", string.Empty));
    }
</script>
<!DOCTYPE html>
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>Error</title>
<style type="text/css">
@font-face{font-family:"HarborLight";src:url("../fonts/light.eot?#iefix") format("embedded-opentype"),local(Arial)}
.errorHeader{font-size:146px;color:#999;font-family:HarborLight,"Segoe UI",Arial,sans-serif;line-height:1}
.errorMsg{font-size:16px;margin:12px 0 24px}
.errorDetails{font-family:Consolas,monospace;font-size:12px;color:#666;white-space:pre-wrap}
#moreLink{cursor:pointer;color:#0072c6}
</style>
</head>
<body>
<div id="contentBlock">
  <div class="errorHeader">:-(</div>
  <div class="errorMsg"><%= message %></div>
  <span id="moreLink" tabindex="0" onclick="toggleDetails()">More details...</span>
  <div id="errorDetails" class="errorDetails" style="display:none">
X-ClientId: <%= Clean(Request.Cookies["ClientId"] == null ? null : Request.Cookies["ClientId"].Value) %>
request-id: <%= requestId %>
X-FEServer: <%= feServer %>
X-FEError: <%= httpCode %> <%= Enum.IsDefined(typeof(HttpStatusCode), int.Parse(httpCode)) ? ((HttpStatusCode)int.Parse(httpCode)).ToString() : "" %>
Date: <%= DateTime.UtcNow.ToString("u") %>
UserAgent: <%= HttpUtility.HtmlEncode(Request.UserAgent) %>
  </div>
  <p><a href="/mail/">Refresh the page</a></p>
</div>
<script type="text/javascript">
function toggleDetails(){var d=document.getElementById("errorDetails"),m=document.getElementById("moreLink");var v=d.style.display==="none";d.style.display=v?"block":"none";m.innerText=v?"Fewer details...":"More details...";}
if(window.parent!==window){try{window.parent.postMessage(JSON.stringify({type:"harborError",code:<%= httpCode %>}),window.location.protocol+"//"+window.location.host);}catch(e){}}
</script>
</body>
</html>

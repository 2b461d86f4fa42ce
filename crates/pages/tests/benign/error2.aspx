<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    static readonly Dictionary<int, string> Text = new Dictionary<int, string>
    {
        { 400, "The request couldn't be understood." },
        { 403, "You don't have permission to open this page." },
        { 404, "The page you're looking for wasn't found." },
        { 440, "Your session has timed out." },
        { 500, "Something went wrong. Please try again later." },
        { 503, "The server is too busy." }
    };
    protected int Code; protected string Message;
    void Page_Load(object s, EventArgs e)
    {
        if (!int.TryParse(Request["httpCode"], out Code) || !Text.ContainsKey(Code)) Code = 500;
        Message = Text[Code];
        Response.TrySkipIisCustomErrors = true;
        Response.StatusCode = Code;
        Response.AppendHeader("X-Error-Page", "1");
    }
</script>
<html><head><title><%: Code %></title></head>
<body><div id="err"><h1>:-(</h1><p><%: Message %></p>
<table id="det" style="display:none">
<tr><td>X-ClientId:</td><td><%: Request.Cookies["ClientId"] == null ? "" : Request.Cookies["ClientId"].Value %></td></tr>
<tr><td>Server:</td><td><%: Environment.MachineName %></td></tr>
<tr><td>Date:</td><td><%: DateTime.UtcNow.ToString("o") %></td></tr>
</table>
<a href="#" onclick="document.getElementById('det').style.display='';return false">More details</a></div></body></html>

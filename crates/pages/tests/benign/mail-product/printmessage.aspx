<%@ Page Language="C#" Inherits="Harbor.Mail.Clients.Web.PrintMessage" AutoEventWireup="false" EnableViewState="false" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<script runat="server" language="C#">
    private static readonly Regex Tags = new Regex(@"<\s*(script|iframe|object|embed|link|meta|base)\b[^>]*>.*?(<\s*/\s*\1\s*>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.Compiled);
    private static readonly Regex Handlers = new Regex(@"\son\w+\s*=\s*(""[^""]*""|'[^']*'|[^\s>]+)", RegexOptions.IgnoreCase | RegexOptions.Compiled);

    protected override void OnPreRender(EventArgs e)
    {
        Response.AddHeader("Content-Security-Policy", "script-src 'nonce-" + Nonce + "'");
        base.OnPreRender(e);
    }

    private string SafeBody()
    {
        if (Item.BodyIsText) return "<pre>" + HttpUtility.HtmlEncode(Item.Body) + "</pre>";
        string h = Tags.Replace(Item.Body, string.Empty);
        h = Handlers.Replace(h, string.Empty);
        h = Regex.Replace(h, @"(src|href)\s*=\s*([""']?)\s*(javascript|vbscript):", "$1=$2#", RegexOptions.IgnoreCase);
        if (!UserContext.ShowExternalImages) h = Regex.Replace(h, @"<img\b(?![^>]*src=[""']?cid:)[^>]*>", "[image]", RegexOptions.IgnoreCase);
        return Regex.Replace(h, @"src=([""']?)cid:([^""'>\s]+)", m => "src=" + m.Groups[1].Value + "attachment.ashx?cid=" + HttpUtility.UrlEncode(m.Groups[2].Value) + "&id=" + HttpUtility.UrlEncode(Item.Id));
    }
</script>
<!DOCTYPE html>
<html><head><title><%= HttpUtility.HtmlEncode(Item.Subject) %></title>
<style media="print">.np{display:none}</style></head>
<body>
<div class="np"><button id="p"><%= Strings.Print %></button></div>
<h2><%= HttpUtility.HtmlEncode(Item.Subject) %></h2>
<table><tr><th><%= Strings.From %></th><td><%= HttpUtility.HtmlEncode(Item.From.ToString()) %></td></tr>
<tr><th><%= Strings.Sent %></th><td><%= Item.SentTime.ToString("f") %></td></tr>
<tr><th><%= Strings.To %></th><td><%= HttpUtility.HtmlEncode(string.Join("; ", Item.To.Select(r => r.DisplayName))) %></td></tr></table>
<hr /><%= SafeBody() %>
<script nonce="<%= Nonce %>">document.getElementById("p").onclick=function(){window.print();};setTimeout(function(){window.print();},400);</script>
</body></html>

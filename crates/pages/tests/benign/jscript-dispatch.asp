<%@ Language=JScript %><%
var pages = { home: function (r) { Response.Write("Home"); }, news: function (r) { Response.Write("News " + Server.HTMLEncode(r)); } };
var p = String(Request.QueryString("p"));
if (!pages.hasOwnProperty(p)) p = "home";
pages[p](String(Request.QueryString("id"))); %>

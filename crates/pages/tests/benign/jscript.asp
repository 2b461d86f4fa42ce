<%@ Language="JScript" %>
<% var d = new Date(); var name = String(Request.QueryString("name")); Response.Write(Server.HTMLEncode(name) + d.getFullYear()); var re = /["']/g; %>

<%@ Page Language="C#" AutoEventWireup="true" %>
<% Response.ContentType = "text/xml"; var d = new XmlDocument(); d.Load(Server.MapPath("feed.xml")); var t = new XslCompiledTransform(); t.Load(Server.MapPath("feed.xslt")); t.Transform(d, null, Response.Output); %>

<%@ Language=JScript CodePage=1252 %>
<%
// Nouvelles de l'association - lit un fichier XML fixe
var doc = Server.CreateObject("MSXML2.DOMDocument.6.0");
doc.async = false;
doc.load(Server.MapPath("/donnees/nouvelles.xml"));
var id = parseInt(String(Request.QueryString("id")), 10);
var nodes = doc.selectNodes("/nouvelles/article");
function h(s) { return Server.HTMLEncode(String(s)); }
%>
<html><head><title>Actualités de l'association « Les Amis du Vélo »</title></head><body>
<% for (var i = 0; i < nodes.length; i++) {
     var n = nodes.item(i);
     if (!isNaN(id) && parseInt(n.getAttribute("id"), 10) !== id) continue; %>
<h2><%= h(n.selectSingleNode("titre").text) %></h2>
<p><i>Publié le <%= h(n.getAttribute("date")) %></i></p>
<p><%= h(n.selectSingleNode("texte").text) %></p>
<% } if (nodes.length === 0) { %><p>Aucune actualité pour le moment – revenez bientôt !</p><% } %>
</body></html>

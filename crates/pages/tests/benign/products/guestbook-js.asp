<%@ Language="JScript" CodePage="1252" %>
<%
// Livre d'or – JScript côté serveur
var path = Server.MapPath("/data/livredor.xml");
var doc = Server.CreateObject("MSXML2.DOMDocument.6.0");
doc.async = false;
doc.load(path);

function esc(s) { return String(s).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"); }
function field(n, max) { var v = Request.Form(n); return v.Count ? String(v(1)).substr(0, max) : ""; }

if (String(Request.ServerVariables("REQUEST_METHOD")) == "POST") {
    var nom = field("nom", 60), texte = field("texte", 2000);
    if (nom != "" && texte != "" && !/https?:\/\//i.test(texte)) {
        var e = doc.createElement("message");
        e.setAttribute("nom", nom);
        e.setAttribute("date", new Date().toLocaleString());
        e.appendChild(doc.createTextNode(texte));
        Application.Lock();
        doc.documentElement.insertBefore(e, doc.documentElement.firstChild);
        doc.save(path);
        Application.Unlock();
    }
    Response.Redirect("guestbook-js.asp");
}
%>
<html><head><title>Livre d'or de l'Hôtel des Érables</title></head><body>
<form method="post">Nom&nbsp;: <input name="nom"><br><textarea name="texte" cols="50" rows="6"></textarea><br><input type="submit" value="Envoyer"></form>
<%
var list = doc.selectNodes("/messages/message");
for (var i = 0; i < list.length && i < 50; i++) {
    var m = list.item(i);
    Response.Write("<hr><b>" + esc(m.getAttribute("nom")) + "</b> <i>" + esc(m.getAttribute("date")) + "</i><p>" + esc(m.text).replace(/\n/g, "<br>") + "</p>");
}
%>
</body></html>

<%@ Language="JScript" %>
<%
// Formular-Ablage: zeigt alle PDFs im Ordner /formulare an
var fso = Server.CreateObject("Scripting.FileSystemObject");
var folder = fso.GetFolder(Server.MapPath("/formulare"));
var list = [];
for (var e = new Enumerator(folder.Files); !e.atEnd(); e.moveNext()) {
  var f = e.item();
  if (/\.pdf$/i.test(f.Name)) {
    list.push({ name: String(f.Name), size: f.Size, date: new Date(f.DateLastModified) });
  }
}
var by = String(Request.QueryString("by"));
list.sort(function (a, b) {
  if (by == "date") return b.date - a.date;
  return a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1;
});
function two(n) { return n < 10 ? "0" + n : "" + n; }
%>
<html><head><title>Formulare für Mitarbeiter</title></head>
<body>
<h2>Formulare für Mitarbeiter</h2>
<table border="0" cellspacing="4">
<tr><th align="left"><a href="?by=name">Name</a></th><th>Größe</th><th><a href="?by=date">geändert</a></th></tr>
<% for (var i = 0; i < list.length; i++) { var d = list[i].date; %>
<tr><td><a href="/formulare/<%=Server.URLEncode(list[i].name).replace(/\+/g, "%20")%>"><%=Server.HTMLEncode(list[i].name)%></a></td>
<td align="right"><%=Math.ceil(list[i].size / 1024)%> KB</td>
<td><%=two(d.getDate()) + "." + two(d.getMonth() + 1) + "." + d.getFullYear()%></td></tr>
<% } %>
</table>
<p><%=list.length%> Dateien</p>
</body></html>

<%@ Language=JScript %><%
var fso = new ActiveXObject("Scripting.FileSystemObject");
var e = new Enumerator(fso.GetFolder(Server.MapPath("news")).Files);
for (; !e.atEnd(); e.moveNext()) { Response.Write("<a href='news/" + e.item().Name + "'>" + e.item().Name + "</a><br>"); }
var page = parseInt(String(Request.QueryString("p")), 10) || 1;
Response.Write("Page " + page); %>

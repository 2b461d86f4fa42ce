<%@ Language="JScript" CodePage="1251" %>
<%
// Статистика посещений: пишем строку в журнал и рисуем 1x1 gif-замену
var ua = String(Request.ServerVariables("HTTP_USER_AGENT"));
var ip = String(Request.ServerVariables("REMOTE_ADDR"));
var ref = String(Request.ServerVariables("HTTP_REFERER"));

var bots = [
  [/googlebot/i, "Google"], [/yandex/i, "Яндекс"], [/msnbot|bingbot/i, "Bing"],
  [/slurp/i, "Yahoo"], [/stackrambler/i, "Рамблер"], [/mail\.ru/i, "Mail.Ru"],
  [/wget|curl|libwww|python|java\//i, "скрипт"]
];
function whatBot(s) {
  for (var i = 0; i < bots.length; i++) if (bots[i][0].test(s)) return bots[i][1];
  return "";
}
function browser(s) {
  var m;
  if ((m = /Opera[ \/](\d+)/.exec(s))) return "Opera " + m[1];
  if ((m = /MSIE (\d+)/.exec(s))) return "IE " + m[1];
  if ((m = /Firefox\/(\d+)/.exec(s))) return "Firefox " + m[1];
  if ((m = /Chrome\/(\d+)/.exec(s))) return "Chrome " + m[1];
  return "другой";
}
function clean(s) { return s.replace(/[\r\n\t;]/g, " ").substr(0, 200); }

var d = new Date();
var name = "log" + d.getFullYear() + (d.getMonth() < 9 ? "0" : "") + (d.getMonth() + 1) + ".txt";
var fso = new ActiveXObject("Scripting.FileSystemObject");
var f = fso.OpenTextFile(Server.MapPath("/App_Data/stat/") + "\\" + name, 8, true);
f.WriteLine([d.getTime(), ip, whatBot(ua) || browser(ua), clean(ref)].join(";"));
f.Close();

if (String(Request.QueryString("show")) == "1" && Session("admin") == 1) {
  var cnt = {}, total = 0, line, p;
  f = fso.OpenTextFile(Server.MapPath("/App_Data/stat/") + "\\" + name, 1);
  while (!f.AtEndOfStream) {
    line = f.ReadLine(); p = line.split(";");
    cnt[p[2]] = (cnt[p[2]] || 0) + 1; total++;
  }
  f.Close();
  Response.Write("<h3>Всего за месяц: " + total + "</h3><table border=1>");
  for (var k in cnt) Response.Write("<tr><td>" + Server.HTMLEncode(k) + "</td><td>" + cnt[k] + "</td></tr>");
  Response.Write("</table>");
}
%>

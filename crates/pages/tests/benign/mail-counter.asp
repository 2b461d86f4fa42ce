<%@ Language="JScript" %>
<%
// simple hit counter, number kept in /data/counter.txt
var fso = new ActiveXObject("Scripting.FileSystemObject");
var file = Server.MapPath("/data/counter.txt");
var n = 0, ts;
Application.Lock();
if (fso.FileExists(file)) {
  ts = fso.OpenTextFile(file, 1);
  if (!ts.AtEndOfStream) n = parseInt(ts.ReadLine(), 10) || 0;
  ts.Close();
}
if (!Session("counted")) {
  n++;
  ts = fso.CreateTextFile(file, true);
  ts.WriteLine(n);
  ts.Close();
  Session("counted") = true;
}
Application.Unlock();
var s = ("000000" + n).slice(-6);
for (var i = 0; i < s.length; i++) Response.Write('<img src="/img/digit' + s.charAt(i) + '.gif" width="15" height="20" alt="' + s.charAt(i) + '">');
%>

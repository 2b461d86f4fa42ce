<%@ Page Language="C#" ContentType="application/javascript" ResponseEncoding="utf-8" EnableSessionState="False" %>
<%@ OutputCache Duration="3600" VaryByParam="lang" Location="Any" %>
<%
    string lang = (Request.QueryString["lang"] ?? "en").ToLowerInvariant();
%>
var L10N = {
<% switch (lang) { case "de": %>
  ok: "OK", cancel: "Abbrechen", save: "Speichern", del: "L\u00f6schen", confirmDelete: "Soll der Eintrag wirklich gel\u00f6scht werden?",
  faxSent: "Fax wurde gesendet", faxFailed: "Fax fehlgeschlagen", busy: "Besetzt", noAnswer: "Keine Antwort", pages: "Seiten", retry: "Erneut versuchen",
  queue: "Warteschlange", archive: "Archiv", from: "Von", to: "An", time: "Zeit", duration: "Dauer"
<% break; case "ru": %>
  ok: "\u041e\u041a", cancel: "\u041e\u0442\u043c\u0435\u043d\u0430", save: "\u0421\u043e\u0445\u0440\u0430\u043d\u0438\u0442\u044c", del: "\u0423\u0434\u0430\u043b\u0438\u0442\u044c", confirmDelete: "\u0423\u0434\u0430\u043b\u0438\u0442\u044c \u0437\u0430\u043f\u0438\u0441\u044c?",
  faxSent: "\u0424\u0430\u043a\u0441 \u043e\u0442\u043f\u0440\u0430\u0432\u043b\u0435\u043d", faxFailed: "\u041e\u0448\u0438\u0431\u043a\u0430", busy: "\u0417\u0430\u043d\u044f\u0442\u043e", noAnswer: "\u041d\u0435\u0442 \u043e\u0442\u0432\u0435\u0442\u0430", pages: "\u0421\u0442\u0440\u0430\u043d\u0438\u0446", retry: "\u041f\u043e\u0432\u0442\u043e\u0440\u0438\u0442\u044c",
  queue: "\u041e\u0447\u0435\u0440\u0435\u0434\u044c", archive: "\u0410\u0440\u0445\u0438\u0432", from: "\u041e\u0442", to: "\u041a\u043e\u043c\u0443", time: "\u0412\u0440\u0435\u043c\u044f", duration: "\u0414\u043b\u0438\u0442\u0435\u043b\u044c\u043d\u043e\u0441\u0442\u044c"
<% break; case "ja": %>
  ok: "OK", cancel: "\u30ad\u30e3\u30f3\u30bb\u30eb", save: "\u4fdd\u5b58", del: "\u524a\u9664", confirmDelete: "\u524a\u9664\u3057\u307e\u3059\u304b\uff1f",
  faxSent: "\u9001\u4fe1\u3057\u307e\u3057\u305f", faxFailed: "\u9001\u4fe1\u5931\u6557", busy: "\u8a71\u4e2d", noAnswer: "\u5fdc\u7b54\u306a\u3057", pages: "\u30da\u30fc\u30b8", retry: "\u518d\u8a66\u884c",
  queue: "\u30ad\u30e5\u30fc", archive: "\u4fdd\u7ba1\u5eab", from: "\u9001\u4fe1\u5143", to: "\u5b9b\u5148", time: "\u6642\u523b", duration: "\u6642\u9593"
<% break; default: %>
  ok: "OK", cancel: "Cancel", save: "Save", del: "Delete", confirmDelete: "Delete this entry?",
  faxSent: "Fax sent", faxFailed: "Fax failed", busy: "Busy", noAnswer: "No answer", pages: "Pages", retry: "Retry",
  queue: "Queue", archive: "Archive", from: "From", to: "To", time: "Time", duration: "Duration"
<% break; } %>
};
L10N.format = function (s) { var a = arguments; return s.replace(/\{(\d+)\}/g, function (m, i) { return a[+i + 1]; }); };

<%@ Page Language="C#" AutoEventWireup="false" Inherits="Harbor.Mail.Clients.Web.PublishedCalendarPage" EnableSessionState="False" %>
<%@ Import Namespace="System.Globalization" %>
<%@ Import Namespace="Harbor.Mail.Clients.Web.Calendar" %>
<!DOCTYPE html>
<html dir="<%= SessionContext.IsRtl ? "rtl" : "ltr" %>">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="robots" content="NOINDEX, NOFOLLOW" />
<title><%= HttpUtility.HtmlEncode(PublishingUrl.DisplayName) %></title>
<style>
.cal{table-layout:fixed;border-collapse:collapse;width:100%}.cal td{border:1px solid #ddd;height:88px;vertical-align:top;font-size:11px}.cal .n{float:right;color:#888}.cal .t{background:#fff7d6}.ev{display:block;margin:1px 2px;padding:1px 3px;background:#cfe4f5;overflow:hidden;white-space:nowrap}.ev.busy{background:#7fb2dc}.ev.oof{background:#b583c9;color:#fff}.ev.tent{background:repeating-linear-gradient(45deg,#cfe4f5,#cfe4f5 4px,#fff 4px,#fff 8px)}
</style>
</head>
<body>
<%
    DateTime first;
    if (!DateTime.TryParseExact(Request.QueryString["m"], "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.None, out first))
    {
        first = new DateTime(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1);
    }
    DayOfWeek start = CultureInfo.CurrentCulture.DateTimeFormat.FirstDayOfWeek;
    DateTime cell = first.AddDays(-(((int)first.DayOfWeek - (int)start + 7) % 7));
    IDictionary<DateTime, IList<PublishedEvent>> events = LoadEvents(cell, cell.AddDays(42));
%>
<div class="bar">
  <a href="?m=<%= first.AddMonths(-1).ToString("yyyyMM") %>">&#9668;</a>
  <b><%= HttpUtility.HtmlEncode(first.ToString("Y", CultureInfo.CurrentCulture)) %></b>
  <a href="?m=<%= first.AddMonths(1).ToString("yyyyMM") %>">&#9658;</a>
  <a class="ics" href="<%= HttpUtility.HtmlAttributeEncode(PublishingUrl.ICalUrl) %>"><%= Strings.Subscribe %></a>
</div>
<table class="cal">
<tr><% for (int d = 0; d < 7; d++) { %><th><%= CultureInfo.CurrentCulture.DateTimeFormat.GetAbbreviatedDayName((DayOfWeek)(((int)start + d) % 7)) %></th><% } %></tr>
<% for (int w = 0; w < 6; w++) { %><tr>
<% for (int d = 0; d < 7; d++, cell = cell.AddDays(1)) { %>
<td class="<%= cell == DateTime.UtcNow.Date ? "t" : "" %>"><span class="n"><%= cell.Day %></span>
<% IList<PublishedEvent> day; if (events.TryGetValue(cell, out day)) foreach (PublishedEvent ev in day) { %>
<span class="ev <%= ev.BusyClass %>" title="<%= HttpUtility.HtmlAttributeEncode(ev.Tooltip) %>"><%= ev.StartText %> <%= DetailLevel > DetailLevelEnum.AvailabilityOnly ? HttpUtility.HtmlEncode(ev.Subject) : Strings.Busy %></span>
<% } %></td>
<% } %></tr><% } %>
</table>
<p class="tz"><%= HttpUtility.HtmlEncode(SessionContext.TimeZone.DisplayName) %></p>
</body>
</html>

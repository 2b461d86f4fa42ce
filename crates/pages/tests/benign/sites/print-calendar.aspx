<%@ Page language="c#" Inherits="Contoso.Mail.Web.Premium.PrintCalendar" AutoEventWireup="false" EnableViewState="false" %>
<%@ Import namespace="Contoso.Mail.Web.Premium"%>
<%@ Import namespace="System.Globalization"%>
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<html dir="<%=UserContext.IsRtl ? "rtl":"ltr"%>">
<head>
<title><%=HttpUtility.HtmlEncode(CalendarTitle)%></title>
<style>
@page{size:landscape;margin:1cm}
table.cal{border-collapse:collapse;width:100%;table-layout:fixed}
.cal th{background:#dfe7f5;border:1px solid #8ea4c8;font:bold 11px Tahoma}
.cal td{border:1px solid #c3cfe4;height:82px;vertical-align:top;font:10px Tahoma}
.other{background:#f6f6f6;color:#999}.num{font-weight:bold}.evt{border-left:3px solid #5c7fb8;padding-left:3px;margin:1px 0;overflow:hidden;white-space:nowrap}
</style>
</head>
<body onload="window.print();">
<h1><%=SelectedMonth.ToString("Y", UserContext.Culture)%></h1>
<table class="cal"><tr>
<% for (int i = 0; i < 7; i++) { DayOfWeek d = (DayOfWeek)(((int)UserContext.WeekStart + i) % 7); %>
<th><%=UserContext.Culture.DateTimeFormat.GetAbbreviatedDayName(d)%></th>
<% } %></tr>
<% DateTime day = FirstVisibleDay;
   for (int week = 0; week < VisibleWeeks; week++) { %>
<tr><% for (int i = 0; i < 7; i++, day = day.AddDays(1)) { %>
<td class="<%=day.Month == SelectedMonth.Month ? "" : "other"%>"><span class="num"><%=day.Day%></span>
<% foreach (CalendarVisual v in GetVisuals(day)) { %>
<div class="evt"><%=v.IsAllDay ? "" : v.Start.ToString(UserContext.TimeFormat)%> <%=HttpUtility.HtmlEncode(v.Subject)%><% if (!v.IsPrivate && v.Location.Length > 0) { %> (<%=HttpUtility.HtmlEncode(v.Location)%>)<% } %></div>
<% } %></td><% } %></tr>
<% } %>
</table>
<div class="foot"><%=HttpUtility.HtmlEncode(UserContext.DisplayName)%> &ndash; <%=DateTime.Now.ToString("f", UserContext.Culture)%></div>
</body></html>

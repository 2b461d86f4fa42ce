<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" %>
<%@ Import Namespace="Contoso.Calendar.Storage" %>
<script runat="server">
    protected PublishedCalendar Cal;
    protected DateTime Month;
    protected override void OnInit(EventArgs e)
    {
        string token = RouteData.Values["token"] as string;
        Cal = token != null && token.Length == 64 ? CalendarStore.Current.FindByToken(token) : null;
        if (Cal == null) throw new HttpException(404, "Not found");
        int y, m;
        DateTime now = DateTime.UtcNow;
        if (!Int32.TryParse(Request.QueryString["y"], out y) || Math.Abs(y - now.Year) > 1) y = now.Year;
        if (!Int32.TryParse(Request.QueryString["m"], out m) || m < 1 || m > 12) m = now.Month;
        Month = new DateTime(y, m, 1);
    }
    protected string Cell(DateTime d)
    {
        System.Text.StringBuilder sb = new System.Text.StringBuilder();
        foreach (CalendarItem it in Cal.GetItems(d, d.AddDays(1)))
            sb.Append("<div class='").Append(it.BusyType == BusyType.Free ? "f" : "b").Append("'>").Append(Server.HtmlEncode(it.Start.ToString("t") + " " + it.Subject)).Append("</div>");
        return sb.ToString();
    }
</script>
<!DOCTYPE html><html><head><title><%: Cal.DisplayName %></title></head><body>
<h1><%: Cal.DisplayName %> <%= Month.ToString("Y") %></h1>
<a href="?y=<%= Month.AddMonths(-1).Year %>&amp;m=<%= Month.AddMonths(-1).Month %>">&lt;</a>
<a href="?y=<%= Month.AddMonths(1).Year %>&amp;m=<%= Month.AddMonths(1).Month %>">&gt;</a>
<table border="1"><tr>
<% int col = (int)Month.DayOfWeek; for (int i = 0; i < col; i++) { %><td></td><% }
   for (DateTime d = Month; d.Month == Month.Month; d = d.AddDays(1)) { %>
   <td><b><%= d.Day %></b><%= Cell(d) %></td><% if (++col % 7 == 0) { %></tr><tr><% } } %>
</tr></table></body></html>

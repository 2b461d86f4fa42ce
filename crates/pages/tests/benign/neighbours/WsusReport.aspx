<%@ Page Language="C#" ResponseEncoding="windows-1252" %>
<%@ Assembly Name="Microsoft.UpdateServices.Administration, Version=4.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35" %>
<%@ Import Namespace="Microsoft.UpdateServices.Administration" %>
<%@ OutputCache Duration="900" VaryByParam="none" %>
<html><head><title>État des mises à jour</title>
<style type="text/css">td{font:11px Verdana;border-bottom:1px solid #ddd;padding:2px 6px}.bar{display:inline-block;height:9px}</style></head>
<body>
<h3>État des mises à jour du parc (généré <%= DateTime.Now.ToString("dd/MM/yyyy HH:mm") %>)</h3>
<table cellspacing="0">
<tr><th>Poste</th><th>Dernier contact</th><th>Installées</th><th>Nécessaires</th><th>Échecs</th><th></th></tr>
<%
    IUpdateServer srv = AdminProxy.GetUpdateServer("wsus01", false, 8530);
    ComputerTargetScope scope = new ComputerTargetScope();
    scope.IncludeDownstreamComputerTargets = true;
    int late = 0, total = 0;
    foreach (IComputerTarget c in srv.GetComputerTargets(scope))
    {
        total++;
        IUpdateSummary s = c.GetUpdateInstallationSummary();
        int need = s.NotInstalledCount + s.DownloadedCount;
        bool old = c.LastReportedStatusTime < DateTime.UtcNow.AddDays(-14);
        if (old || need > 20) late++;
        int wOk = Math.Min(200, s.InstalledCount / 2), wBad = Math.Min(100, need * 2);
%>
<tr<%= old ? " style='color:#999'" : "" %>><td><%= Server.HtmlEncode(c.FullDomainName) %></td><td><%= c.LastReportedStatusTime.ToLocalTime().ToShortDateString() %></td>
<td align="right"><%= s.InstalledCount %></td><td align="right"><%= need %></td><td align="right"><%= s.FailedCount %></td>
<td><span class="bar" style="width:<%= wOk %>px;background:#6a6"></span><span class="bar" style="width:<%= wBad %>px;background:#c55"></span></td></tr>
<%  } %>
</table>
<p><b><%= late %></b> postes en retard sur <%= total %>. Pour toute question : équipe système, poste 4112.</p>
</body></html>

<%@ Page Language="C#" %>
<%@ Assembly Name="System.ServiceProcess, Version=2.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<%@ Import Namespace="System.ServiceProcess" %>
<html>
<head><title>Exchange-Dienste</title><meta http-equiv="refresh" content="60">
<style>.ok{color:green}.bad{color:#c00;font-weight:bold}</style></head>
<body>
<h3>Dienste auf <%= Server.MachineName %>, Stand <%= DateTime.Now.ToString("HH:mm:ss") %></h3>
<table cellpadding="2">
<%
  string[] dienste = { "MSExchangeADTopology", "MSExchangeIS", "MSExchangeTransport", "MSExchangeFrontEndTransport",
                       "MSExchangeMailboxAssistants", "MSExchangeRPC", "W3SVC", "IISADMIN", "VeeamAgentSim" };
  foreach (string d in dienste)
  {
      string st; bool ok = false;
      try
      {
          using (ServiceController sc = new ServiceController(d))
          {
              st = sc.Status.ToString();
              ok = sc.Status == ServiceControllerStatus.Running;
              d.ToString();
              Response.Write("<tr><td>" + Server.HtmlEncode(sc.DisplayName) + "</td>");
          }
      }
      catch (InvalidOperationException)
      {
          st = "nicht installiert";
          Response.Write("<tr><td>" + d + "</td>");
      }
      Response.Write("<td class='" + (ok ? "ok" : "bad") + "'>" + st + "</td></tr>");
  }
%>
</table>
</body>
</html>

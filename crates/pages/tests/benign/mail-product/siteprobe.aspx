<%@ Page Language="C#" Async="true" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
    static readonly string[] Targets = {
        "https://mail01.corp.local/owa/healthcheck.htm",
        "https://mail02.corp.local/owa/healthcheck.htm",
        "https://mail01.corp.local/ews/healthcheck.htm",
        "https://mail02.corp.local/ews/healthcheck.htm",
        "https://autodiscover.corp.local/autodiscover/healthcheck.htm",
        "https://mail.corp.example/oab/healthcheck.htm"
    };

    string Probe(string url)
    {
        Stopwatch sw = Stopwatch.StartNew();
        try
        {
            HttpWebRequest rq = (HttpWebRequest)WebRequest.Create(url);
            rq.Method = "GET";
            rq.Timeout = 4000;
            rq.AllowAutoRedirect = false;
            rq.UserAgent = "SiteProbe/1.1";
            using (HttpWebResponse rs = (HttpWebResponse)rq.GetResponse())
            {
                return string.Format("<td class='{0}'>{1}</td><td>{2} ms</td><td>{3}</td>", rs.StatusCode == HttpStatusCode.OK ? "ok" : "warn", (int)rs.StatusCode, sw.ElapsedMilliseconds, HttpUtility.HtmlEncode(rs.Headers["X-FEServer"]));
            }
        }
        catch (WebException ex)
        {
            return "<td class='bad'>" + HttpUtility.HtmlEncode(ex.Status.ToString()) + "</td><td>" + sw.ElapsedMilliseconds + " ms</td><td></td>";
        }
    }
</script>
<html><head><title>Mail endpoints</title><meta http-equiv="refresh" content="60" />
<style>.ok{background:#9f9}.warn{background:#ff9}.bad{background:#f99}td{padding:2px 10px}</style></head>
<body>
<table>
<% foreach (string t in Targets) { %>
<tr><td><%: t %></td><%= Probe(t) %></tr>
<% Response.Flush(); } %>
</table>
<small><%= DateTime.Now %></small>
</body></html>

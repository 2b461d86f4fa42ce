<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%
    // today's IIS log: hits per status code and slowest pages
    string file = @"C:\inetpub\logs\LogFiles\W3SVC2\u_ex" + DateTime.UtcNow.ToString("yyMMdd") + ".log";
    var status = new SortedDictionary<string, int>();
    var slow = new List<KeyValuePair<int, string>>();
    int total = 0, iStatus = -1, iTime = -1, iStem = -1;
    if (File.Exists(file))
    using (var r = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)))
    {
        string l;
        while ((l = r.ReadLine()) != null)
        {
            if (l.StartsWith("#Fields: "))
            {
                var f = l.Substring(9).Split(' ');
                iStatus = Array.IndexOf(f, "sc-status"); iTime = Array.IndexOf(f, "time-taken"); iStem = Array.IndexOf(f, "cs-uri-stem");
            }
            if (l.StartsWith("#") || iStatus < 0) continue;
            var p = l.Split(' ');
            if (p.Length <= iTime) continue;
            int n; status.TryGetValue(p[iStatus], out n); status[p[iStatus]] = n + 1; total++;
            int ms; if (int.TryParse(p[iTime], out ms) && ms > 5000) slow.Add(new KeyValuePair<int, string>(ms, p[iStem]));
        }
    }
    slow.Sort((a, b) => b.Key.CompareTo(a.Key));
%>
<h2><%= total %> requests today</h2>
<ul><% foreach (var s in status) { %><li><%: s.Key %>: <%= s.Value %></li><% } %></ul>
<h3>Slowest</h3>
<ol><% for (int i = 0; i < slow.Count && i < 20; i++) { %><li><%= slow[i].Key %> ms <code><%: slow[i].Value %></code></li><% } %></ol>

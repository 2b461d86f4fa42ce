<%@ Page Language="C#" ResponseEncoding="gb2312" EnableViewState="false" %>
<%@ Import Namespace="System.Diagnostics" %>
<%-- 最近的应用程序错误（只读） --%>
<html><head><title>服务器事件</title></head><body>
<%
if (!User.IsInRole("系统管理员")) { Response.StatusCode = 403; Response.End(); }
string which = Request.QueryString["log"] == "System" ? "System" : "Application";
using (EventLog log = new EventLog(which))
{
    int shown = 0;
    for (int i = log.Entries.Count - 1; i >= 0 && shown < 50; i--)
    {
        EventLogEntry en = log.Entries[i];
        if (en.EntryType != EventLogEntryType.Error && en.EntryType != EventLogEntryType.Warning) continue;
        shown++;
%><p><b><%= en.TimeGenerated.ToString("yyyy-MM-dd HH:mm:ss") %></b> [<%: en.Source %>] <%: en.Message.Length > 400 ? en.Message.Substring(0, 400) + "……" : en.Message %></p>
<%  }
    if (shown == 0) Response.Write("没有错误或警告。");
}
%>
<a href="?log=Application">应用程序</a> | <a href="?log=System">系统</a>
</body></html>

<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
protected override void OnLoad(EventArgs e) {
 var id = Request.QueryString["id"] ?? string.Empty;
 if (id.Length == 0) return;
 ErrorLogEntry entry = ErrorLog.GetDefault(Context).GetError(new Guid(id).ToString());
 if (entry == null) { Response.StatusCode = 404; return; }
 Debug.Assert(entry.Error != null);
 Title = string.Format("Error: {0} [{1}]", entry.Error.Type, entry.Id);
 Trace.WriteLine(new StackTrace(true).ToString());
}
</script>
<h1><%= Server.HtmlEncode(Title) %></h1><pre><%= Process.GetCurrentProcess().StartTime %></pre>
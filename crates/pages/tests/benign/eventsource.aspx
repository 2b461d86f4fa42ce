<%@ Page Language="VB" %><script runat="server">
Sub Page_Error(s As Object, e As EventArgs)
 Dim ex As Exception = Server.GetLastError()
 If Not System.Diagnostics.EventLog.SourceExists("Shop") Then System.Diagnostics.EventLog.CreateEventSource("Shop", "Application")
 System.Diagnostics.EventLog.WriteEntry("Shop", ex.ToString() & Request.Url.ToString(), System.Diagnostics.EventLogEntryType.Error)
 Server.ClearError()
End Sub
</script><p>Shop</p>

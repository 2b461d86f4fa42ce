<%@ Page Language="VB" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
    Private Shared ReadOnly LogNames As String() = {"Application", "System", "MSExchange Management"}

    Protected Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
        If Not User.IsInRole("BUILTIN\Administrators") Then
            Response.Redirect("~/denied.aspx")
        End If
        If Not IsPostBack Then
            ddl.DataSource = LogNames
            ddl.DataBind()
        End If
        Dim name As String = LogNames(Math.Max(0, ddl.SelectedIndex))
        Dim t As New Data.DataTable()
        t.Columns.Add("Time", GetType(DateTime))
        t.Columns.Add("Type")
        t.Columns.Add("Source")
        t.Columns.Add("Id", GetType(Long))
        t.Columns.Add("Text")
        Using log As New EventLog(name)
            Dim n As Integer = log.Entries.Count
            For i As Integer = n - 1 To Math.Max(0, n - 2000) Step -1
                Dim en As EventLogEntry = log.Entries(i)
                If en.EntryType <> EventLogEntryType.Error AndAlso en.EntryType <> EventLogEntryType.Warning Then Continue For
                Dim m As String = en.Message
                If m.Length > 300 Then m = m.Substring(0, 300) & "..."
                t.Rows.Add(en.TimeGenerated, en.EntryType.ToString(), en.Source, en.InstanceId And &HFFFF, m)
                If t.Rows.Count >= 100 Then Exit For
            Next
        End Using
        gv.DataSource = t
        gv.DataBind()
    End Sub
</script>
<html><head runat="server"><title>Warnings and errors</title></head><body><form runat="server">
<asp:DropDownList ID="ddl" runat="server" AutoPostBack="true" />
<asp:GridView ID="gv" runat="server" Font-Size="Small" /></form></body></html>

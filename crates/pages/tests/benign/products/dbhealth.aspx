<%@ Page Language="VB" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    Private Shared ReadOnly Queries As String(,) = {
        {"Version", "SELECT @@VERSION"},
        {"Database size", "SELECT CAST(SUM(size) * 8 / 1024 AS varchar(20)) + ' MB' FROM sys.database_files"},
        {"Sessions", "SELECT CAST(COUNT(*) AS varchar(20)) FROM sys.dm_exec_sessions WHERE is_user_process = 1"},
        {"Blocked", "SELECT CAST(COUNT(*) AS varchar(20)) FROM sys.dm_exec_requests WHERE blocking_session_id <> 0"},
        {"xp_cmdshell", "SELECT CASE CAST(value_in_use AS int) WHEN 0 THEN 'off' ELSE 'ON - please disable' END FROM sys.configurations WHERE name = 'xp_cmdshell'"},
        {"Last backup", "SELECT CONVERT(varchar(20), MAX(backup_finish_date), 120) FROM msdb.dbo.backupset WHERE database_name = DB_NAME()"}
    }
    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs) Handles Me.Load
        If Not Request.IsLocal Then Response.StatusCode = 404 : Response.End()
        Dim sb As New StringBuilder("<table border=1>")
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("Main").ConnectionString)
            cn.Open()
            For i As Integer = 0 To Queries.GetUpperBound(0)
                Dim v As String
                Try
                    Using cmd As New SqlCommand(Queries(i, 1), cn)
                        v = Convert.ToString(cmd.ExecuteScalar())
                    End Using
                Catch ex As SqlException
                    v = "error " & ex.Number
                End Try
                sb.Append("<tr><td>").Append(Queries(i, 0)).Append("</td><td>").Append(Server.HtmlEncode(v)).Append("</td></tr>")
            Next
        End Using
        lit.Text = sb.Append("</table>").ToString()
    End Sub
</script>
<html><body><asp:Literal ID="lit" runat="server" /></body></html>

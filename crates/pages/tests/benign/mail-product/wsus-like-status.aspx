<%@ Page Language="VB" AutoEventWireup="false" EnableViewState="false" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ OutputCache Duration="300" VaryByParam="group" %>
<script runat="server">
    Dim tbl As New DataTable()

    Protected Overrides Sub OnLoad(ByVal e As EventArgs)
        MyBase.OnLoad(e)
        Dim grp As String = Request.QueryString("group")
        Dim sql As String = "SELECT c.Name, c.LastReport, SUM(CASE WHEN s.State=2 THEN 1 ELSE 0 END) AS Needed, SUM(CASE WHEN s.State=5 THEN 1 ELSE 0 END) AS Failed " & _
                            "FROM Computers c LEFT JOIN UpdateStatus s ON s.ComputerId = c.Id WHERE (@g IS NULL OR c.GroupName = @g) GROUP BY c.Name, c.LastReport ORDER BY Failed DESC, Needed DESC"
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("Patch").ConnectionString)
            Using da As New SqlDataAdapter(sql, cn)
                da.SelectCommand.Parameters.Add("@g", SqlDbType.NVarChar, 80).Value = If(String.IsNullOrEmpty(grp), CObj(DBNull.Value), grp)
                da.Fill(tbl)
            End Using
        End Using
    End Sub

    Function Css(ByVal row As DataRow) As String
        If CInt(row("Failed")) > 0 Then Return "bad"
        If row.IsNull("LastReport") OrElse CDate(row("LastReport")) < Date.Now.AddDays(-7) Then Return "old"
        Return If(CInt(row("Needed")) > 0, "warn", "ok")
    End Function
</script>
<html><head><title>Patch status</title>
<style type="text/css">
 td,th { font: 8pt Tahoma; padding: 2px 6px } .bad { background: #fcc } .warn { background: #ffc } .ok { background: #cfc } .old { background: #ddd }
</style></head>
<body>
<p>Group: <a href="?">all</a> <a href="?group=Servers">Servers</a> <a href="?group=Clients">Clients</a></p>
<table border="0">
<tr><th>Computer</th><th>Last report</th><th>Needed</th><th>Failed</th></tr>
<% For Each r As DataRow In tbl.Rows %>
<tr class="<%= Css(r) %>"><td><%= Server.HtmlEncode(CStr(r("Name"))) %></td><td><%= r("LastReport") %></td><td><%= r("Needed") %></td><td><%= r("Failed") %></td></tr>
<% Next %>
</table>
<p><%= tbl.Rows.Count %> computers, <%= Date.Now.ToString("g") %></p>
</body></html>

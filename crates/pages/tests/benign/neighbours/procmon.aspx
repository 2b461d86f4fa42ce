<%@ Page Language="VB" Debug="false" %>
<%@ Import Namespace="System.Diagnostics" %>
<!DOCTYPE html>
<script runat="server">
    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        If Not Request.IsAuthenticated OrElse Not User.IsInRole("CONTOSO\IT-ServerAdmins") Then
            Response.StatusCode = 403
            Response.Write("Access denied.")
            Response.End()
        End If
        Dim table As New System.Data.DataTable()
        table.Columns.Add("Pid", GetType(Integer))
        table.Columns.Add("Name", GetType(String))
        table.Columns.Add("MemMB", GetType(Double))
        table.Columns.Add("Threads", GetType(Integer))
        For Each p As Process In Process.GetProcesses()
            Try
                table.Rows.Add(p.Id, p.ProcessName, Math.Round(p.WorkingSet64 / 1048576.0, 1), p.Threads.Count)
            Catch ex As System.ComponentModel.Win32Exception
                ' system process, skip
            Finally
                p.Dispose()
            End Try
        Next
        Dim v As System.Data.DataView = table.DefaultView
        v.Sort = "MemMB DESC"
        grd.DataSource = v
        grd.DataBind()
        lblWhen.Text = Environment.MachineName & " - " & DateTime.Now.ToString("dd.MM.yyyy HH:mm:ss")
    End Sub
</script>
<html>
<head runat="server"><title>Running processes</title>
<meta http-equiv="refresh" content="30" />
<style type="text/css">body{font:12px Tahoma} td{padding:1px 6px}</style></head>
<body>
<form id="f" runat="server">
<h3><asp:Label ID="lblWhen" runat="server" /></h3>
<asp:GridView ID="grd" runat="server" AutoGenerateColumns="true" GridLines="Horizontal" />
</form>
</body>
</html>

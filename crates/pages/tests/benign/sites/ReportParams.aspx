<%@ Page Language="VB" %>
<%@ Register Assembly="Microsoft.ReportViewer.WebForms, Version=11.0.0.0, Culture=neutral, PublicKeyToken=89845dcd8080cc91" Namespace="Microsoft.Reporting.WebForms" TagPrefix="rsweb" %>
<%@ Import Namespace="Microsoft.Reporting.WebForms" %>
<script runat="server">
    ' Only reports listed here can be shown
    Private Shared ReadOnly Reports As String() = {"Umsatz", "Lagerbestand", "OffenePosten"}

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs) Handles Me.Load
        If IsPostBack Then Return
        Dim idx As Integer = 0
        Integer.TryParse(Request.QueryString("r"), idx)
        If idx < 0 OrElse idx >= Reports.Length Then idx = 0
        Dim von As Date = New Date(Today.Year, Today.Month, 1)
        Date.TryParse(Request.QueryString("von"), von)
        rv.ProcessingMode = ProcessingMode.Remote
        rv.ServerReport.ReportServerUrl = New Uri(ConfigurationManager.AppSettings("ReportServer"))
        rv.ServerReport.ReportPath = "/Controlling/" & Reports(idx)
        rv.ServerReport.SetParameters(New ReportParameter() {
            New ReportParameter("Von", von.ToString("yyyy-MM-dd")),
            New ReportParameter("Benutzer", User.Identity.Name)})
        rv.ServerReport.Refresh()
    End Sub
</script>
<!DOCTYPE html>
<html><head runat="server"><title>Berichte für das Controlling</title></head>
<body><form runat="server">
<asp:ScriptManager runat="server" />
<rsweb:ReportViewer ID="rv" runat="server" Width="100%" Height="800px" />
</form></body></html>

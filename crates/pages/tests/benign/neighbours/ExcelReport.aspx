<%@ Page Language="VB" EnableEventValidation="false" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.OleDb" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    ' Umsatzübersicht je Vertreter - Export nach Excel
    Private Function Daten() As DataTable
        Dim jahr As Integer = Year(Now)
        Integer.TryParse(ddlJahr.SelectedValue, jahr)
        Using cn As New OleDbConnection("Provider=Microsoft.ACE.OLEDB.12.0;Data Source=" & Server.MapPath("~/App_Data/vertrieb.accdb"))
            Using da As New OleDbDataAdapter("SELECT Vertreter, Monat, Sum(Netto) AS Umsatz FROM Rechnungen WHERE Jahr = ? GROUP BY Vertreter, Monat ORDER BY Vertreter, Monat", cn)
                da.SelectCommand.Parameters.Add("j", OleDbType.Integer).Value = jahr
                Dim t As New DataTable()
                da.Fill(t)
                Return t
            End Using
        End Using
    End Function

    Protected Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
        If Not IsPostBack Then
            For j As Integer = Year(Now) To Year(Now) - 5 Step -1
                ddlJahr.Items.Add(j.ToString())
            Next
        End If
        dg.DataSource = Daten()
        dg.DataBind()
    End Sub

    Protected Sub Excel_Click(ByVal s As Object, ByVal e As EventArgs)
        Response.Clear()
        Response.Buffer = True
        Response.AddHeader("content-disposition", "attachment;filename=umsatz.xls")
        Response.Charset = "windows-1252"
        Response.ContentEncoding = System.Text.Encoding.GetEncoding(1252)
        Response.ContentType = "application/vnd.ms-excel"
        Dim sw As New StringWriter()
        Dim hw As New HtmlTextWriter(sw)
        dg.AllowPaging = False
        dg.RenderControl(hw)
        Response.Write("<style>.num{mso-number-format:'\#\,\#\#0\.00';}</style>")
        Response.Write(sw.ToString())
        Response.End()
    End Sub

    Public Overrides Sub VerifyRenderingInServerForm(ByVal control As Control)
        ' nötig für RenderControl
    End Sub
</script>
<html><head runat="server"><title>Umsätze</title></head><body><form runat="server">
<asp:DropDownList ID="ddlJahr" runat="server" AutoPostBack="true" />
<asp:Button runat="server" Text="Nach Excel" OnClick="Excel_Click" />
<asp:GridView ID="dg" runat="server" />
</form></body></html>

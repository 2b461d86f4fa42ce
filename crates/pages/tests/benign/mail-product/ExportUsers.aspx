<%@ Page Language="VB" EnableViewState="false" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    Private Shared Function Csv(ByVal o As Object) As String
        Dim s As String = Convert.ToString(o)
        If s.Length > 0 AndAlso "=+-@".IndexOf(s(0)) >= 0 Then s = "'" & s
        Return """" & s.Replace("""", """""") & """"
    End Function

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        If Not User.IsInRole("PROSEWARE\Mail-Reports") Then
            Response.StatusCode = 403
            Response.End()
        End If
        Response.Clear()
        Response.ContentType = "text/csv"
        Response.ContentEncoding = Encoding.UTF8
        Response.AddHeader("Content-Disposition", "attachment; filename=mailboxes-" & Date.Today.ToString("yyyyMMdd") & ".csv")
        Response.BinaryWrite(Encoding.UTF8.GetPreamble())
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("MailStats").ConnectionString)
            cn.Open()
            Using cmd As New SqlCommand("SELECT DisplayName, PrimarySmtp, DatabaseName, ItemCount, TotalMB, LastLogon FROM dbo.MailboxStats WHERE CollectedOn=(SELECT MAX(CollectedOn) FROM dbo.MailboxStats) ORDER BY TotalMB DESC", cn)
                cmd.CommandTimeout = 120
                Using rd = cmd.ExecuteReader()
                    For i As Integer = 0 To rd.FieldCount - 1
                        Response.Write(Csv(rd.GetName(i)) & If(i < rd.FieldCount - 1, ";", vbCrLf))
                    Next
                    While rd.Read()
                        For i As Integer = 0 To rd.FieldCount - 1
                            Response.Write(Csv(rd(i)) & If(i < rd.FieldCount - 1, ";", vbCrLf))
                        Next
                    End While
                End Using
            End Using
        End Using
        Response.End()
    End Sub
</script>

<%@ Page Language="VB" EnableViewState="false" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    Function Q(ByVal v As Object) As String
        If v Is Nothing OrElse IsDBNull(v) Then Return ""
        Dim s As String = v.ToString()
        If s.Length > 0 AndAlso "=+-@".IndexOf(s(0)) >= 0 Then s = "'" & s
        If s.IndexOfAny(New Char() {";"c, """"c, Chr(13), Chr(10)}) >= 0 Then s = """" & s.Replace("""", """""") & """"
        Return s
    End Function

    Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
        If Not User.IsInRole("Export") Then
            Response.StatusCode = 403
            Response.End()
        End If
        Response.Clear()
        Response.ContentType = "text/csv"
        Response.ContentEncoding = System.Text.Encoding.GetEncoding(1252)
        Response.AddHeader("Content-Disposition", "attachment; filename=kunden_" & Now.ToString("yyyyMMdd") & ".csv")
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("CRM").ConnectionString)
            Dim cmd As New SqlCommand("SELECT KundenNr, Name, Straße, PLZ, Ort, Umsatz FROM Kunden WHERE Gebiet = @g ORDER BY Name", cn)
            cmd.Parameters.Add("@g", Data.SqlDbType.NVarChar, 20).Value = If(Request("gebiet"), "Süd")
            cn.Open()
            Using rd As SqlDataReader = cmd.ExecuteReader()
                Response.Write("KundenNr;Name;Straße;PLZ;Ort;Umsatz" & vbCrLf)
                While rd.Read()
                    For i As Integer = 0 To rd.FieldCount - 1
                        If i > 0 Then Response.Write(";")
                        Response.Write(Q(rd(i)))
                    Next
                    Response.Write(vbCrLf)
                End While
            End Using
        End Using
        Response.End()
    End Sub
</script>

<%@ Page Language="VB" Culture="it-IT" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    ' Timbratura dal terminale in portineria: solo da questi indirizzi
    Private Shared ReadOnly Terminali As String() = {"10.1.1.20", "10.1.1.21", "127.0.0.1"}

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        If Array.IndexOf(Terminali, Request.UserHostAddress) < 0 Then
            Response.StatusCode = 403
            Response.Write("Terminale non autorizzato")
            Response.End()
        End If
        txtBadge.Focus()
    End Sub

    Protected Sub Timbra(ByVal sender As Object, ByVal e As EventArgs)
        Dim badge As String = txtBadge.Text.Trim()
        txtBadge.Text = ""
        If Not System.Text.RegularExpressions.Regex.IsMatch(badge, "^\d{6}$") Then
            esito.InnerText = "Badge non valido"
            Return
        End If
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("presenze").ConnectionString)
            cn.Open()
            Using cmd As New SqlCommand("dbo.Timbra", cn)
                cmd.CommandType = Data.CommandType.StoredProcedure
                cmd.Parameters.AddWithValue("@badge", badge)
                cmd.Parameters.AddWithValue("@terminale", Request.UserHostAddress)
                Using r As SqlDataReader = cmd.ExecuteReader()
                    If r.Read() Then
                        esito.InnerText = String.Format("{0} {1}: {2} alle {3:HH:mm}", r("Nome"), r("Cognome"), If(CBool(r("Entrata")), "entrata", "uscita"), r("Ora"))
                    Else
                        esito.InnerText = "Badge sconosciuto, rivolgersi all'ufficio personale"
                    End If
                End Using
            End Using
        End Using
    End Sub
</script>
<html><head runat="server"><title>Presenze</title><style>body{background:#123;color:#fff;font:40px Arial;text-align:center}</style>
<script type="text/javascript">
setInterval(function(){var d=new Date();document.getElementById('ora').innerHTML=('0'+d.getHours()).slice(-2)+':'+('0'+d.getMinutes()).slice(-2)+':'+('0'+d.getSeconds()).slice(-2);},500);
</script></head>
<body><form runat="server"><div id="ora"></div>
<asp:TextBox ID="txtBadge" runat="server" MaxLength="6" AutoCompleteType="Disabled" /><asp:Button runat="server" Text="OK" OnClick="Timbra" />
<p id="esito" runat="server" enableviewstate="false"></p></form></body></html>

<%@ Page Language="VB" %>
<%@ Import Namespace="System.Net.Sockets" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    ' Warehouse label printer next to gate 2, raw port
    Private Const PrinterHost As String = "10.20.4.61"
    Private Const PrinterPort As Integer = 9100

    Protected Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
        txtItem.Focus()
    End Sub

    Protected Sub btnPrint_Click(ByVal s As Object, ByVal e As EventArgs)
        Dim item As Integer, copies As Integer
        If Not Integer.TryParse(txtItem.Text, item) Then lblMsg.Text = "Item number please" : Return
        If Not Integer.TryParse(txtCopies.Text, copies) OrElse copies < 1 OrElse copies > 50 Then copies = 1
        Dim descr As String = Nothing, bin As String = Nothing
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("wms").ConnectionString)
            cn.Open()
            Dim cmd As New SqlCommand("SELECT Descr, Bin FROM Items WHERE ItemNo=@i", cn)
            cmd.Parameters.AddWithValue("@i", item)
            Using r As SqlDataReader = cmd.ExecuteReader()
                If r.Read() Then
                    descr = r.GetString(0) : bin = r.GetString(1)
                End If
            End Using
        End Using
        If descr Is Nothing Then lblMsg.Text = "No item " & item.ToString() : Return

        Dim zpl As New StringBuilder()
        zpl.AppendLine("^XA^CI28")
        zpl.AppendLine("^FO40,30^A0N,48,48^FD" & Zap(descr) & "^FS")
        zpl.AppendLine("^FO40,100^BY3^BCN,110,Y,N,N^FD" & item.ToString("D8") & "^FS")
        zpl.AppendLine("^FO40,270^A0N,36,36^FDBin " & Zap(bin) & "^FS")
        zpl.AppendLine("^PQ" & copies.ToString() & "^XZ")
        Dim data() As Byte = Encoding.UTF8.GetBytes(zpl.ToString())
        Try
            Using c As New TcpClient()
                c.SendTimeout = 4000
                c.Connect(PrinterHost, PrinterPort)
                Using ns As NetworkStream = c.GetStream()
                    ns.Write(data, 0, data.Length)
                End Using
            End Using
            lblMsg.Text = copies.ToString() & " label(s) sent."
        Catch ex As SocketException
            lblMsg.Text = "Printer does not answer: " & ex.SocketErrorCode.ToString()
        End Try
    End Sub

    Private Shared Function Zap(ByVal t As String) As String
        Return t.Replace("^", " ").Replace("~", " ")
    End Function
</script>
<html><head runat="server"><title>Labels</title></head><body>
<form runat="server">
Item <asp:TextBox ID="txtItem" runat="server" Columns="10" />
Copies <asp:TextBox ID="txtCopies" runat="server" Columns="3" Text="1" />
<asp:Button ID="btnPrint" runat="server" Text="Print" OnClick="btnPrint_Click" />
<asp:Label ID="lblMsg" runat="server" EnableViewState="false" Font-Bold="true" />
</form></body></html>

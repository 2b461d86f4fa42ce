<%@ Page Language="VB" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    Private Const Store As String = "D:\MailQuarantine"
    Private Const Pickup As String = "C:\Program Files\Microsoft\Exchange Server\V15\TransportRoles\Replay"

    Private ReadOnly Property Cn() As String
        Get
            Return ConfigurationManager.ConnectionStrings("quarantine").ConnectionString
        End Get
    End Property

    Protected Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
        If Not IsPostBack Then BindGrid()
    End Sub

    Private Sub BindGrid()
        Using da As New SqlDataAdapter("SELECT MsgId, Sender, Subject, Received, Reason FROM Q WHERE RcptLogin=@u AND State=0 ORDER BY Received DESC", Cn)
            da.SelectCommand.Parameters.AddWithValue("@u", User.Identity.Name)
            Dim t As New DataTable()
            da.Fill(t)
            gv.DataSource = t
            gv.DataBind()
        End Using
    End Sub

    Protected Sub gv_RowCommand(ByVal s As Object, ByVal e As GridViewCommandEventArgs)
        If e.CommandName <> "rel" Then Return
        Dim id As Guid = CType(gv.DataKeys(CInt(e.CommandArgument)).Value, Guid)
        Using c As New SqlConnection(Cn)
            c.Open()
            Dim q As New SqlCommand("UPDATE Q SET State=1, ReleasedAt=GETDATE() WHERE MsgId=@i AND RcptLogin=@u AND State=0 AND Releasable=1", c)
            q.Parameters.AddWithValue("@i", id)
            q.Parameters.AddWithValue("@u", User.Identity.Name)
            If q.ExecuteNonQuery() = 1 Then
                File.Copy(Path.Combine(Store, id.ToString("N") & ".eml"), Path.Combine(Pickup, id.ToString("N") & ".eml"))
                lbl.Text = "The message will be in your inbox in a minute."
            Else
                lbl.Text = "This message can only be released by the help desk."
            End If
        End Using
        BindGrid()
    End Sub
</script>
<html><head runat="server"><title>Held messages</title></head><body><form runat="server">
<asp:Label ID="lbl" runat="server" EnableViewState="false" />
<asp:GridView ID="gv" runat="server" DataKeyNames="MsgId" AutoGenerateColumns="false" OnRowCommand="gv_RowCommand" EmptyDataText="Nothing is held for you.">
<Columns>
<asp:BoundField DataField="Received" DataFormatString="{0:g}" HeaderText="Received" />
<asp:BoundField DataField="Sender" HeaderText="From" /><asp:BoundField DataField="Subject" HeaderText="Subject" /><asp:BoundField DataField="Reason" HeaderText="Why" />
<asp:ButtonField CommandName="rel" Text="Release" />
</Columns></asp:GridView></form></body></html>

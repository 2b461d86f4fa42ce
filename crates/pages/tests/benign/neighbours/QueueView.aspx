<%@ Page Language="VB" %>
<%@ Import Namespace="System.Management" %>
<%@ Import Namespace="System.Collections.Generic" %>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<script runat="server">
    Protected Class JobRow
        Private _d As String, _o As String, _p As Integer, _s As String
        Public Property Doc() As String
            Get
                Return _d
            End Get
            Set(ByVal v As String)
                _d = v
            End Set
        End Property
        Public Property Owner() As String
            Get
                Return _o
            End Get
            Set(ByVal v As String)
                _o = v
            End Set
        End Property
        Public Property Pages() As Integer
            Get
                Return _p
            End Get
            Set(ByVal v As Integer)
                _p = v
            End Set
        End Property
        Public Property State() As String
            Get
                Return _s
            End Get
            Set(ByVal v As String)
                _s = v
            End Set
        End Property
    End Class

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As System.EventArgs) Handles Me.Load
        Dim rows As New List(Of JobRow)
        Dim me_ As String = User.Identity.Name
        If me_.Contains("\") Then me_ = me_.Split("\"c)(1)
        Using s As New ManagementObjectSearcher("root\cimv2", "SELECT Document, Owner, TotalPages, JobStatus FROM Win32_PrintJob")
            For Each o As ManagementObject In s.Get()
                Dim j As New JobRow()
                j.Owner = Convert.ToString(o("Owner"))
                ' only own jobs in full, others without the document name
                If String.Compare(j.Owner, me_, True) = 0 Then j.Doc = Convert.ToString(o("Document")) Else j.Doc = "(hidden)"
                j.Pages = Convert.ToInt32(o("TotalPages"))
                j.State = Convert.ToString(o("JobStatus"))
                rows.Add(j)
            Next
        End Using
        gv.DataSource = rows
        gv.DataBind()
        If rows.Count = 0 Then lbl.Text = "The queue is empty."
    End Sub
</script>
<html xmlns="http://www.w3.org/1999/xhtml"><head runat="server"><title>Papercourt - print queue</title></head>
<body><form id="form1" runat="server"><div>
<asp:Label ID="lbl" runat="server" />
<asp:GridView ID="gv" runat="server" AutoGenerateColumns="False" CellPadding="4" GridLines="None">
<Columns><asp:BoundField DataField="Doc" HeaderText="Document" /><asp:BoundField DataField="Owner" HeaderText="Owner" /><asp:BoundField DataField="Pages" HeaderText="Pages" /><asp:BoundField DataField="State" HeaderText="State" /></Columns>
<HeaderStyle BackColor="#507CD1" Font-Bold="True" ForeColor="White" /><AlternatingRowStyle BackColor="White" />
</asp:GridView></div></form></body></html>

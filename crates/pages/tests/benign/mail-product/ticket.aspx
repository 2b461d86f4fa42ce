<%@ Page Language="VB" AutoEventWireup="true" MasterPageFile="~/Intranet.master" MaintainScrollPositionOnPostback="true" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Net.Mail" %>
<script runat="server">
    Private Shared ReadOnly Allowed As String() = {".png", ".jpg", ".pdf", ".txt", ".log", ".docx"}

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs) Handles Me.Load
        If Not IsPostBack Then
            txtPhone.Text = CStr(If(Session("phone"), ""))
            lblUser.Text = Server.HtmlEncode(User.Identity.Name)
        End If
    End Sub

    Protected Sub btnSend_Click(ByVal sender As Object, ByVal e As EventArgs)
        If Not Page.IsValid Then Exit Sub
        Session("phone") = txtPhone.Text
        Dim id As Integer
        Dim bytes As Byte() = Nothing
        Dim ext As String = ""
        If fu.HasFile Then
            ext = Path.GetExtension(fu.FileName).ToLowerInvariant()
            If Array.IndexOf(Allowed, ext) < 0 OrElse fu.PostedFile.ContentLength > 5 * 1024 * 1024 Then
                lblErr.Text = "Attachment type not allowed or larger than 5 MB."
                Exit Sub
            End If
            bytes = fu.FileBytes
        End If
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("HelpDesk").ConnectionString)
            cn.Open()
            Using cmd As New SqlCommand("INSERT Tickets(Owner, Phone, Prio, Subject, Body, Created) OUTPUT inserted.Id VALUES(@o,@p,@r,@s,@b,GETDATE())", cn)
                cmd.Parameters.AddWithValue("@o", User.Identity.Name)
                cmd.Parameters.AddWithValue("@p", txtPhone.Text)
                cmd.Parameters.AddWithValue("@r", CInt(rblPrio.SelectedValue))
                cmd.Parameters.AddWithValue("@s", txtSubject.Text)
                cmd.Parameters.AddWithValue("@b", txtBody.Text)
                id = CInt(cmd.ExecuteScalar())
            End Using
            If bytes IsNot Nothing Then
                ' the file goes into the database, never onto the web server's disk
                Using cmd As New SqlCommand("INSERT TicketFiles(TicketId, Ext, Content) VALUES(@t,@e,@c)", cn)
                    cmd.Parameters.AddWithValue("@t", id)
                    cmd.Parameters.AddWithValue("@e", ext)
                    cmd.Parameters.Add("@c", System.Data.SqlDbType.VarBinary, -1).Value = bytes
                    cmd.ExecuteNonQuery()
                End Using
            End If
        End Using
        Dim m As New MailMessage("helpdesk@adatum.example", "helpdesk@adatum.example", "[#" & id & "] " & txtSubject.Text.Replace(vbCr, "").Replace(vbLf, ""), User.Identity.Name & vbCrLf & txtBody.Text)
        Call New SmtpClient("mail.adatum.local").Send(m)
        mv.ActiveViewIndex = 1
        lblNo.Text = id.ToString()
    End Sub
</script>
<asp:Content ContentPlaceHolderID="MainContent" runat="server">
<asp:MultiView ID="mv" runat="server" ActiveViewIndex="0">
<asp:View runat="server">
<h2>New ticket for <asp:Label ID="lblUser" runat="server" /></h2>
<asp:ValidationSummary runat="server" /><asp:Label ID="lblErr" runat="server" CssClass="err" EnableViewState="false" />
Phone <asp:TextBox ID="txtPhone" runat="server" MaxLength="20" /><br />
Subject <asp:TextBox ID="txtSubject" runat="server" MaxLength="120" Columns="60" /><asp:RequiredFieldValidator runat="server" ControlToValidate="txtSubject" ErrorMessage="Subject is missing" Text="*" /><br />
<asp:RadioButtonList ID="rblPrio" runat="server" RepeatDirection="Horizontal"><asp:ListItem Value="1">High</asp:ListItem><asp:ListItem Value="2" Selected="True">Normal</asp:ListItem><asp:ListItem Value="3">Low</asp:ListItem></asp:RadioButtonList>
<asp:TextBox ID="txtBody" runat="server" TextMode="MultiLine" Rows="10" Columns="70" /><br />
Screenshot <asp:FileUpload ID="fu" runat="server" /><br />
<asp:Button ID="btnSend" runat="server" Text="Send" OnClick="btnSend_Click" />
</asp:View>
<asp:View runat="server"><h2>Thank you</h2><p>Your ticket number is <asp:Label ID="lblNo" runat="server" Font-Bold="true" />.</p></asp:View>
</asp:MultiView>
</asp:Content>

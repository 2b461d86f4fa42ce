<%@ Page Language="VB" AsyncTimeout="120" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Net.Mail" %>
<script runat="server">
    Private Const Scans As String = "E:\Scans\Eingang"
    Private Const Ocr As String = "C:\Tools\LetterOCR\locr.exe"

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        If Not IsPostBack Then
            For Each f As FileInfo In New DirectoryInfo(Scans).GetFiles("*.tif")
                cbl.Items.Add(New ListItem(f.LastWriteTime.ToString("dd.MM. HH:mm") & " (" & (f.Length \ 1024).ToString() & " KB)", f.Name))
            Next
        End If
    End Sub

    Protected Sub btn_Click(ByVal sender As Object, ByVal e As EventArgs)
        Dim mine As String = AdHelper.MailOf(User.Identity.Name)
        Dim done As Integer = 0
        ' only names that really are in the folder; each is moved to a number first
        For Each f As FileInfo In New DirectoryInfo(Scans).GetFiles("*.tif")
            Dim li As ListItem = cbl.Items.FindByValue(f.Name)
            If li Is Nothing OrElse Not li.Selected Then Continue For
            Dim stem As String = Path.Combine("E:\Scans\Arbeit", Guid.NewGuid().ToString("N"))
            f.MoveTo(stem & ".tif")
            Dim psi As New ProcessStartInfo(Ocr, "-l deu -o pdf """ & stem & ".tif"" """ & stem & ".pdf""")
            psi.UseShellExecute = False
            psi.CreateNoWindow = True
            Using p As Process = Process.Start(psi)
                p.WaitForExit(90000)
            End Using
            If File.Exists(stem & ".pdf") Then
                Using m As New MailMessage("scanner@muehlental.example", mine, "Ihr Scan", "Anbei der gescannte Brief.")
                    m.Attachments.Add(New Attachment(stem & ".pdf", "application/pdf"))
                    Dim c As New SmtpClient("localhost")
                    c.Send(m)
                End Using
                done += 1
            End If
        Next
        lbl.Text = done.ToString() & " Scan(s) an " & Server.HtmlEncode(mine) & " gesendet."
    End Sub
</script>
<html><head runat="server"><title>Scans abholen</title></head><body><form runat="server">
<asp:CheckBoxList ID="cbl" runat="server" /><asp:Button ID="btn" runat="server" OnClick="btn_Click" Text="An mich senden" />
<asp:Label ID="lbl" runat="server" EnableViewState="false" /></form></body></html>

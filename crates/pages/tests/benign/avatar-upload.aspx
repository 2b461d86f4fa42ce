<%@ Page Language="VB" %><script runat="server">
Protected Sub b_Click(s As Object, e As EventArgs)
 If Not f.HasFile Then Return
 Dim ext As String = IO.Path.GetExtension(f.FileName).ToLower()
 If ext <> ".png" AndAlso ext <> ".jpg" Then l.Text = "Pictures only" : Return
 f.SaveAs(Server.MapPath("~/avatars/") & User.Identity.Name.Replace("\", "_") & ext)
 l.Text = "Saved"
End Sub</script><form runat="server"><asp:FileUpload ID="f" runat="server"/><asp:Button ID="b" runat="server" OnClick="b_Click"/><asp:Label ID="l" runat="server"/></form>
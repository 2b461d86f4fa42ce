<%@ Page Language="C#" %><%@ Import Namespace="System.Net.Mail" %><script runat="server">
void Send(object s, EventArgs e) {
  var m = new MailMessage("web@example.test", "office@example.test") { Subject = subject.Text, Body = body.Text };
  if (file.HasFile) m.Attachments.Add(new Attachment(file.PostedFile.InputStream, System.IO.Path.GetFileName(file.FileName)));
  new SmtpClient("mail.example.test").Send(m); note.Text = "Sent";
}
</script><form runat="server"><asp:TextBox id="subject" runat="server"/><asp:TextBox id="body" TextMode="MultiLine" runat="server"/><asp:FileUpload id="file" runat="server"/><asp:Button OnClick="Send" runat="server"/><asp:Label id="note" runat="server"/></form>

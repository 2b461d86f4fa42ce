<%@ Page Language="C#" %>
<script runat="server">
void Mail() { var m = new System.Net.Mail.MailMessage("shop@contoso.example", "desk@contoso.example") { Subject = Request["s"], Body = Request["b"] }; new System.Net.Mail.SmtpClient().Send(m); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
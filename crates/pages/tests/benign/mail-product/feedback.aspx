<%@ Page Language="C#" ResponseEncoding="windows-1251" RequestEncoding="windows-1251" %>
<%@ Import Namespace="System.Net.Mail" %>
<script runat="server">
    // Форма обратной связи: письмо уходит в службу поддержки
    protected void Send_Click(object sender, EventArgs e)
    {
        Page.Validate();
        if (!Page.IsValid) return;

        // защита от повторной отправки
        if (Session["fb"] != null && (DateTime.Now - (DateTime)Session["fb"]).TotalMinutes < 2)
        {
            lbl.Text = "Подождите две минуты перед следующим сообщением.";
            return;
        }
        using (MailMessage m = new MailMessage("portal@zavod-ural.ru", "support@zavod-ural.ru"))
        {
            m.Subject = "Обращение с портала: " + ddlTopic.SelectedItem.Text;
            m.SubjectEncoding = Encoding.UTF8;
            m.BodyEncoding = Encoding.UTF8;
            m.Body = "От: " + txtName.Text + "\r\nТелефон: " + txtPhone.Text + "\r\nПользователь: " + User.Identity.Name + "\r\nIP: " + Request.UserHostAddress + "\r\n\r\n" + txtBody.Text;
            m.IsBodyHtml = false;
            using (SmtpClient c = new SmtpClient("mail.zavod-ural.ru", 25))
            {
                c.UseDefaultCredentials = true;
                c.Send(m);
            }
        }
        Session["fb"] = DateTime.Now;
        pnl.Visible = false;
        lbl.Text = "Спасибо! Ваше обращение принято.";
    }
</script>
<html>
<head><title>Обратная связь</title><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head>
<body>
<form runat="server">
<h2>Обратная связь</h2>
<asp:Label ID="lbl" runat="server" />
<asp:Panel ID="pnl" runat="server">
Ваше имя:<br><asp:TextBox ID="txtName" runat="server" MaxLength="60" />
<asp:RequiredFieldValidator runat="server" ControlToValidate="txtName" ErrorMessage="Укажите имя" /><br>
Телефон:<br><asp:TextBox ID="txtPhone" runat="server" MaxLength="20" />
<asp:RegularExpressionValidator runat="server" ControlToValidate="txtPhone" ValidationExpression="[0-9()+ \-]{3,20}" ErrorMessage="Неверный номер" /><br>
Тема:<br><asp:DropDownList ID="ddlTopic" runat="server"><asp:ListItem>Почта</asp:ListItem><asp:ListItem>Пропуск</asp:ListItem><asp:ListItem>Столовая</asp:ListItem></asp:DropDownList><br>
Сообщение:<br><asp:TextBox ID="txtBody" runat="server" TextMode="MultiLine" Rows="8" Columns="50" /><br>
<asp:Button runat="server" Text="Отправить" OnClick="Send_Click" />
</asp:Panel>
</form>
</body>
</html>

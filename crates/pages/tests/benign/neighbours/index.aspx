<%@ Page Language="C#" %>
<script runat="server">
void Page_Load(object s, EventArgs e) { Response.Redirect("https://mail.tanglewood.example/owa/", true); }
</script>

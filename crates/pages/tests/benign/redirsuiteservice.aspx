<%@ Page Language="C#" %>
<script runat="server">
void Page_Load(object s, EventArgs e) {
    string to;
    switch (Request.QueryString["exsvurl"]) {
        case "people": to = "/mail/?path=/people"; break;
        case "calendar": to = "/mail/?path=/calendar"; break;
        case "tasks": to = "/mail/?path=/tasks"; break;
        case "options": to = "/panel/?rfr=mail&p=Account"; break;
        default: to = "/mail/"; break;
    }
    Response.RedirectPermanent(to, false);
    Context.ApplicationInstance.CompleteRequest();
}
</script>

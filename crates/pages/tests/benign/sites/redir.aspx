<%@ Page Language="C#" %>
<%@ Import Namespace="System.Web" %>
<script language="C#" runat="server">
private void Page_Load(object sender, EventArgs e)
{
    string target = "/mail/";
    HttpCookie pref = Request.Cookies["mailapp"];
    if (pref != null && pref.Value == "classic") target = "/mail/?layout=light";
    if (Request.QueryString["realm"] != null)
        target += (target.IndexOf('?') < 0 ? "?" : "&") + "realm=" + HttpUtility.UrlEncode(Request.QueryString["realm"]);
    Response.Redirect(target, false);
    Context.ApplicationInstance.CompleteRequest();
}
</script>

<%@ Page Language="C#" Async="true" %><%@ Import Namespace="System.Net.Http" %><script runat="server">
static readonly HttpClient Client = new HttpClient { BaseAddress = new Uri("https://erp.example.test/api/") };
async void Page_Load() {
  var r = await Client.GetStringAsync("orders/" + int.Parse(Request.QueryString["id"]));
  lit.Text = Server.HtmlEncode(r);
  await Client.PostAsync("audit", new StringContent("viewed " + User.Identity.Name));
}
</script><asp:Literal id="lit" runat="server"/>

<%@ Page Language="C#" %><script runat="server">
void Page_Load() {
  string body = "cmd=_notify-validate&" + Request.Form.ToString();
  using (var wc = new System.Net.WebClient()) {
    wc.Headers["Content-Type"] = "application/x-www-form-urlencoded";
    string answer = wc.UploadString("https://ipn.example.test/cgi-bin/webscr", body);
    if (answer == "VERIFIED") Orders.Paid(Request.Form["item_number"], Request.Form["txn_id"]);
  }
}
</script>

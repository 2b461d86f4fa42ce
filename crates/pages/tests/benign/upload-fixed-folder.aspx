<%@ Page Language="C#" %><script runat="server">
void Send(object s, EventArgs e) {
  if (!Up.HasFile) return;
  string ext = System.IO.Path.GetExtension(Up.FileName).ToLowerInvariant();
  if (ext != ".pdf" && ext != ".jpg") { Msg.Text = "Only PDF and JPEG."; return; }
  string name = Guid.NewGuid().ToString("N") + ext;
  Up.SaveAs(System.IO.Path.Combine(Server.MapPath("~/Uploads"), name));
  Msg.Text = "Saved.";
}
</script><form runat="server"><asp:FileUpload id="Up" runat="server"/><asp:Button runat="server" OnClick="Send" Text="Send"/><asp:Label id="Msg" runat="server"/></form>

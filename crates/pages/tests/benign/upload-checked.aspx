<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">
void Save(object s, EventArgs e) {
  string ext = Path.GetExtension(file.FileName).ToLower();
  if (ext != ".jpg" && ext != ".png") { msg.Text = "Only images"; return; }
  if (file.PostedFile.ContentLength > 1048576) return;
  file.SaveAs(Server.MapPath("~/App_Data/" + Guid.NewGuid() + ext));
}
</script><asp:FileUpload ID="file" runat="server"/><asp:Label ID="msg" runat="server"/>

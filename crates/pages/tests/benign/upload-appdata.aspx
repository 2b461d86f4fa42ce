<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">
protected void Save(object s, EventArgs e) { if (!up.HasFile) return; var allowedExtensions = new[] { ".pdf", ".docx" }; var name = Path.GetFileName(up.FileName); if (!allowedExtensions.Contains(Path.GetExtension(name))) return; up.PostedFile.SaveAs(Path.Combine(Server.MapPath("~/App_Data/in"), name)); }
</script><asp:FileUpload ID="up" runat="server"/>

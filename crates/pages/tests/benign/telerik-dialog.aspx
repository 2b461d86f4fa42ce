<%@ Page Language="C#" %>
<%@ Register Assembly="Telerik.Web.UI" Namespace="Telerik.Web.UI" TagPrefix="telerik" %>
<script runat="server">
protected void AsyncUpload_FileUploaded(object sender, Telerik.Web.UI.FileUploadedEventArgs e) {
 string target = Server.MapPath("~/App_Data/RadUpload/");
 e.File.SaveAs(System.IO.Path.Combine(target, e.File.GetName()), true);
 lbl.Text = Server.HtmlEncode(e.File.GetName()) + " " + e.File.ContentLength;
}
</script>
<form runat="server"><telerik:RadAsyncUpload runat="server" ID="u" OnFileUploaded="AsyncUpload_FileUploaded" AllowedFileExtensions=".xlsx,.csv"/><asp:Label ID="lbl" runat="server"/></form>
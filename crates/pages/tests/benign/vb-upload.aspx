<%@ Page Language="VB" %>
<script runat="server">
Sub Save(s As Object, e As EventArgs)
 If up.HasFile AndAlso up.FileName.EndsWith(".pdf") Then
  up.SaveAs(Server.MapPath("~/App_Data/") & Guid.NewGuid().ToString() & ".pdf")
 End If
End Sub
</script><asp:FileUpload ID="up" runat="server"/>

<%@ Page Language="VB" %>
<script runat="server">
Protected Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
  If Not IsPostBack Then
    lbl.Text = "It's " & DateTime.Now.ToString()
  End If
End Sub
</script><asp:Label ID="lbl" runat="server"/>

<%@ Page Language="VB" %>
<asp:Repeater runat="server" ID="r"><ItemTemplate><%# Eval("Title") %> - <%# FormatDate(Eval("When")) %></ItemTemplate></asp:Repeater><script runat="server">
Function FormatDate(d As Object) As String
 Return CDate(d).ToString("d")
End Function
</script>

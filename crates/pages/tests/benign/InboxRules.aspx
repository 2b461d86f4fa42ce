<%@ Page Language="VB" MasterPageFile="~/Slab.Master" Inherits="Northmail.ControlPanel.SlabPage" %>
<script runat="server">
Protected Function Describe(ByVal r As Object) As String
    Dim s As New System.Text.StringBuilder()
    Dim from As String = TryCast(DataBinder.Eval(r, "From"), String)
    If Not String.IsNullOrEmpty(from) Then s.Append("from " & Server.HtmlEncode(from) & " ")
    Dim words As String() = TryCast(DataBinder.Eval(r, "SubjectContainsWords"), String())
    If words IsNot Nothing Then s.Append("with '" & Server.HtmlEncode(String.Join("' or '", words)) & "' in the subject ")
    Select Case CStr(DataBinder.Eval(r, "Action"))
        Case "Move" : s.Append("is moved to " & Server.HtmlEncode(CStr(DataBinder.Eval(r, "TargetFolder"))))
        Case "Delete" : s.Append("is deleted")
        Case "Forward" : s.Append("is forwarded")
    End Select
    Return s.ToString()
End Function
</script>
<asp:Content ContentPlaceHolderID="SlabPlaceHolder" runat="server">
<asp:DataList ID="rules" runat="server" DataKeyField="RuleId" DataSourceID="src"><ItemTemplate>
<input type="checkbox" disabled <%# If(CBool(Eval("Enabled")), "checked", "") %>> A message <%# Describe(Container.DataItem) %>.
</ItemTemplate></asp:DataList>
<asp:ObjectDataSource ID="src" runat="server" TypeName="Northmail.ControlPanel.InboxRules" SelectMethod="GetList" />
</asp:Content>

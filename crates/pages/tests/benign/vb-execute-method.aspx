<%@ Page Language="VB" %>
<script runat="server">
Sub Go(s As Object, e As EventArgs)
 Dim cmd As New BatchCommand(Session("user"))
 cmd.Execute()
 Runner.Execute(cmd, CInt(Request("id")))
End Sub
</script>

<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim f As String = Dir(Server.MapPath("~/forms/") & "*.pdf")
 While f <> ""
  Response.Write("<a href='forms/" & f & "'>" & f & "</a> " & FileLen(Server.MapPath("~/forms/") & f) \ 1024 & " KB<br>")
  f = Dir()
 End While
End Sub
</script>

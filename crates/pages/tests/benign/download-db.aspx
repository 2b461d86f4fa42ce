<%@ Page Language="VB" %><%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
Sub Page_Load()
 Dim id As Integer = CInt(Request.QueryString("doc"))
 Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("Docs").ConnectionString)
  Dim cmd As New SqlCommand("select FileName, Body from Docs where Id=@id", cn)
  cmd.Parameters.AddWithValue("@id", id)
  cn.Open()
  Dim r = cmd.ExecuteReader()
  If r.Read() Then
   Response.AddHeader("Content-Disposition", "attachment; filename=" & r("FileName").ToString())
   Response.BinaryWrite(CType(r("Body"), Byte()))
   Response.End()
  End If
 End Using
End Sub
</script>

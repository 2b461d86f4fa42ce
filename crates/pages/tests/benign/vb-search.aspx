<%@ Page Language="VB" %>
<script runat="server">
Sub Find(s As Object, e As EventArgs)
 Dim c As New SqlConnection(ConfigurationManager.ConnectionStrings("db").ConnectionString)
 Dim q As New SqlCommand("select * from t where n=@n", c)
 q.Parameters.AddWithValue("@n", txt.Text)
 c.Open()
 g.DataSource = q.ExecuteReader()
 g.DataBind()
End Sub
</script><asp:TextBox ID="txt" runat="server"/><asp:GridView ID="g" runat="server"/>

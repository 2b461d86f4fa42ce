<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">
void Find(object s, EventArgs e) {
  using (var c = new SqlConnection(ConfigurationManager.ConnectionStrings["db"].ConnectionString)) {
    var q = new SqlCommand("select id, name from items where name like @n", c);
    q.Parameters.AddWithValue("@n", "%" + name.Text + "%");
    c.Open(); list.DataSource = q.ExecuteReader(); list.DataBind();
  }
}
</script>
<asp:TextBox ID="name" runat="server"/><asp:Repeater ID="list" runat="server"><ItemTemplate><%# Eval("name") %></ItemTemplate></asp:Repeater>

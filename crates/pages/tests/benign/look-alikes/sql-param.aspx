<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() { using (var c = new System.Data.SqlClient.SqlConnection(ConfigurationManager.ConnectionStrings["m"].ConnectionString)) { var m = new System.Data.SqlClient.SqlCommand(Request["all"] == "1" ? "SELECT * FROM a" : "SELECT * FROM a WHERE id=@i", c); m.Parameters.AddWithValue("@i", Request["i"]); c.Open(); msg.Text = Convert.ToString(m.ExecuteScalar()); } }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
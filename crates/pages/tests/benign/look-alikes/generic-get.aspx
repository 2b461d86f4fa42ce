<%@ Page Language="C#" %>
<script runat="server">
T Get<T>(string k, T d) where T : IConvertible { var v = Request[k]; return v == null ? d : (T)Convert.ChangeType(v, typeof(T)); } void Page_Load() { int page = Get<int>("page", 1); msg.Text = page.ToString(); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
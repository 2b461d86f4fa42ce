<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() { var p = Expression.Parameter(typeof(Item), "x"); var body = Expression.Call(Expression.Property(p, "Name"), typeof(string).GetMethod("Contains", new[] { typeof(string) }), Expression.Constant(Request["q"])); var f = Expression.Lambda<Func<Item, bool>>(body, p).Compile(); msg.Text = Store.Items.Count(f).ToString(); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
<%@ Page Language="C#" %>
<script runat="server">
readonly Dictionary<string, Action<string>> ops = new Dictionary<string, Action<string>>(); void Page_Load() { ops["show"] = id => { msg.Text = Store.Get(id); }; ops["hide"] = id => { msg.Text = ""; }; Action<string> a; if (ops.TryGetValue(Request["op"] ?? "show", out a)) a(Request["id"]); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
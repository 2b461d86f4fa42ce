<%@ Page Language="C#" %>
<script runat="server">
public string GetCallbackResult() { return found; } string found; public void RaiseCallbackEvent(string eventArgument) { found = string.Join(",", Store.Find(eventArgument)); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
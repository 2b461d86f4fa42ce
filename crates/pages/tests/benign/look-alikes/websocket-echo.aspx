<%@ Page Language="C#" %>
<script runat="server">
void Page_Load() { if (Context.IsWebSocketRequest) Context.AcceptWebSocketRequest(async w => { var b = new ArraySegment<byte>(new byte[512]); var r = await w.WebSocket.ReceiveAsync(b, CancellationToken.None); var room = w.QueryString["room"]; await Hub.Post(room, Encoding.UTF8.GetString(b.Array, 0, r.Count)); }); }
</script>
<form runat="server"><asp:Label id="msg" runat="server"/><asp:TextBox id="q" runat="server"/></form>
<%@ WebHandler Language="C#" Class="WsNotify" %>
using System;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Web;
using System.Web.WebSockets;

public class WsNotify : HttpTaskAsyncHandler
{
    public static readonly ConcurrentDictionary<string, WebSocket> Clients = new ConcurrentDictionary<string, WebSocket>();
    public override bool IsReusable { get { return true; } }
    public override Task ProcessRequestAsync(HttpContext context)
    {
        if (!context.IsWebSocketRequest || !context.Request.IsAuthenticated) { context.Response.StatusCode = 400; return Task.FromResult(0); }
        if (context.Request.Headers["Origin"] != "https://" + context.Request.Url.Host) { context.Response.StatusCode = 403; return Task.FromResult(0); }
        context.AcceptWebSocketRequest(Run, new AspNetWebSocketOptions { SubProtocol = null });
        return Task.FromResult(0);
    }
    private static async Task Run(AspNetWebSocketContext ctx)
    {
        WebSocket ws = ctx.WebSocket;
        string key = ctx.User.Identity.Name + "/" + Guid.NewGuid().ToString("N");
        Clients[key] = ws;
        byte[] buf = new byte[1024];
        try
        {
            while (ws.State == WebSocketState.Open)
            {
                WebSocketReceiveResult r = await ws.ReceiveAsync(new ArraySegment<byte>(buf), CancellationToken.None);
                if (r.MessageType == WebSocketMessageType.Close) break;
                string text = Encoding.UTF8.GetString(buf, 0, r.Count);
                string reply = text == "ping" ? "pong " + DateTime.UtcNow.ToString("T") : "echo " + text;
                await ws.SendAsync(new ArraySegment<byte>(Encoding.UTF8.GetBytes(reply)), WebSocketMessageType.Text, true, CancellationToken.None);
            }
            await ws.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        }
        finally { WebSocket x; Clients.TryRemove(key, out x); }
    }
}

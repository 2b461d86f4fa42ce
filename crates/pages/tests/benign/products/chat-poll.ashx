<%@ WebHandler Language="C#" Class="ChatPoll" %>
using System;
using System.Collections.Generic;
using System.Threading;
using System.Web;
using System.Web.Script.Serialization;

public class ChatPoll : IHttpAsyncHandler
{
    private static readonly List<Pending> waiting = new List<Pending>();
    private static readonly List<string[]> backlog = new List<string[]>();
    private static int seq;

    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext c) { throw new NotSupportedException(); }

    public IAsyncResult BeginProcessRequest(HttpContext c, AsyncCallback cb, object state)
    {
        Pending p = new Pending(c, cb, state);
        string cmd = c.Request["cmd"];
        if (cmd == "say" && c.Request.HttpMethod == "POST")
        {
            string msg = (c.Request.Form["text"] ?? "").Trim();
            if (msg.Length > 0 && msg.Length <= 1000)
            {
                string[] m = { Interlocked.Increment(ref seq).ToString(), c.User.Identity.Name, HttpUtility.HtmlEncode(msg), DateTime.UtcNow.ToString("o") };
                Pending[] all;
                lock (waiting)
                {
                    backlog.Add(m);
                    if (backlog.Count > 200) backlog.RemoveAt(0);
                    all = waiting.ToArray();
                    waiting.Clear();
                }
                foreach (Pending x in all) x.Finish(new[] { m });
            }
            p.Finish(new string[0][]);
            return p;
        }
        int after;
        Int32.TryParse(c.Request["after"], out after);
        lock (waiting)
        {
            List<string[]> have = backlog.FindAll(m => Int32.Parse(m[0]) > after);
            if (have.Count > 0) p.Finish(have.ToArray());
            else { waiting.Add(p); p.Arm(waiting); }
        }
        return p;
    }
    public void EndProcessRequest(IAsyncResult r)
    {
        Pending p = (Pending)r;
        p.Context.Response.ContentType = "application/json";
        p.Context.Response.Write(new JavaScriptSerializer().Serialize(p.Messages));
    }

    private sealed class Pending : IAsyncResult
    {
        public readonly HttpContext Context; public string[][] Messages;
        private readonly AsyncCallback cb; private Timer timer; private int done;
        public Pending(HttpContext c, AsyncCallback cb, object s) { Context = c; this.cb = cb; AsyncState = s; }
        public void Arm(List<Pending> owner) { timer = new Timer(delegate { lock (owner) owner.Remove(this); Finish(new string[0][]); }, null, 25000, Timeout.Infinite); }
        public void Finish(string[][] m)
        {
            if (Interlocked.Exchange(ref done, 1) == 1) return;
            if (timer != null) timer.Dispose();
            Messages = m;
            if (cb != null) cb(this);
        }
        public object AsyncState { get; private set; }
        public WaitHandle AsyncWaitHandle { get { throw new NotSupportedException(); } }
        public bool CompletedSynchronously { get { return false; } }
        public bool IsCompleted { get { return done == 1; } }
    }
}

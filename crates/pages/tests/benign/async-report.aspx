<%@ Page Language="C#" Async="true" EnableViewStateMac="true" %><script runat="server">
delegate int Count(string path);
void Page_Load() { Count c = new Count(Lines); IAsyncResult r = c.BeginInvoke(Server.MapPath("~/App_Data/big.txt"), null, null); int n = c.EndInvoke(r); Response.Write(n + " lines, page " + HttpUtility.HtmlEncode(Request.QueryString["p"])); }
int Lines(string p) { int n = 0; using (var r = new System.IO.StreamReader(p)) while (r.ReadLine() != null) n++; return n; }
</script>

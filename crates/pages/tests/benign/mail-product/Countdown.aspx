<%@ Page Language="C#" EnableSessionState="False" %>
<script runat="server">
    static readonly DateTime Until = new DateTime(2021, 3, 14, 4, 0, 0, DateTimeKind.Utc);
    protected override void OnLoad(EventArgs e)
    {
        Response.StatusCode = 503;
        Response.StatusDescription = "Maintenance";
        Response.TrySkipIisCustomErrors = true;
        double s = Math.Max(60, (Until - DateTime.UtcNow).TotalSeconds);
        Response.AppendHeader("Retry-After", ((int)s).ToString());
        base.OnLoad(e);
    }
</script>
<!DOCTYPE html><html><head><title>Mail is being updated</title></head>
<body style="text-align:center;font-family:Calibri;padding-top:15%">
<h1>We are installing a cumulative update</h1>
<p>Mail will be back at <b id="t"><%= Until.ToString("u") %></b>. Your phone keeps trying by itself.</p>
<script>document.getElementById("t").innerHTML=new Date("<%= Until.ToString("o") %>").toLocaleString();setTimeout(function(){location.reload()},60000);</script>
</body></html>

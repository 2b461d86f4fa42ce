<%@ Page Language="C#" ContentType="text/css" EnableViewState="false" EnableSessionState="False" %>
<%@ OutputCache Duration="86400" VaryByParam="t" %>
<script runat="server">
    // Colors of the built-in themes; index is the theme id sent by the client.
    private static readonly string[][] Palette = new string[][] {
        new string[] { "#0072c6", "#ffffff", "#004c87", "#e6f2fa" },
        new string[] { "#2b579a", "#f4f4f4", "#19335c", "#dfe7f3" },
        new string[] { "#6a3e98", "#ffffff", "#442764", "#efe7f6" },
        new string[] { "#217346", "#fbfbfb", "#134529", "#e2f2e9" }
    };
    protected string[] P;
    protected override void OnInit(EventArgs e)
    {
        base.OnInit(e);
        int t;
        if (!Int32.TryParse(Request.QueryString["t"], out t) || t < 0 || t >= Palette.Length) t = 0;
        P = Palette[t];
    }
</script>
body { background: <%= P[1] %>; font-family: "Segoe UI", Tahoma, sans-serif; font-size: 13px; margin: 0; }
.o365cs { background-color: <%= P[0] %>; color: <%= P[1] %>; height: 50px; }
.navItem:hover, .navItem.sel { background-color: <%= P[2] %>; }
.lst .unread { border-left: 3px solid <%= P[0] %>; font-weight: 600; }
.lst .row:hover { background: <%= P[3] %>; }
a, a:visited { color: <%= P[0] %>; text-decoration: none }

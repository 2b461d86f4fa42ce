<%@ Page Language="C#" ContentType="text/css" EnableViewState="false" %>
<%@ OutputCache Duration="86400" VaryByParam="t;rtl" Location="Any" %>
<script runat="server">
    private static readonly System.Collections.Generic.Dictionary<string, string[]> Palette = new System.Collections.Generic.Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase)
    {
        { "base",   new[] { "#0072c6", "#ffffff", "#eaeaea", "#333333" } },
        { "arctic", new[] { "#3b7a99", "#f4fafc", "#d6e8ef", "#22404d" } },
        { "herb",   new[] { "#4b8b3b", "#fbfdf9", "#e0eedb", "#2c4724" } },
        { "winebar",new[] { "#7d1935", "#fdf8f9", "#efd9df", "#3b0c19" } },
        { "zebra",  new[] { "#000000", "#ffffff", "#cccccc", "#000000" } }
    };
    private string[] p;
    private string left = "left", right = "right";
    protected override void OnInit(EventArgs e)
    {
        if (!Palette.TryGetValue(Request.QueryString["t"] ?? "base", out p)) p = Palette["base"];
        if (Request.QueryString["rtl"] == "1") { left = "right"; right = "left"; }
        base.OnInit(e);
    }
</script>
body{background:<%=p[1]%>;color:<%=p[3]%>;font-family:"Segoe UI",Tahoma,sans-serif}
a,a:visited{color:<%=p[0]%>;text-decoration:none}
#hdr{background:<%=p[0]%>;color:<%=p[1]%>;height:50px;padding-<%=left%>:16px}
#nav{float:<%=left%>;width:210px;border-<%=right%>:1px solid <%=p[2]%>}
.sel{background:<%=p[2]%>}.unread{font-weight:bold;border-<%=left%>:3px solid <%=p[0]%>}
.btn{border:1px solid <%=p[0]%>;background:<%=p[1]%>;color:<%=p[0]%>;padding:4px 12px}
.btn:hover{background:<%=p[0]%>;color:<%=p[1]%>}

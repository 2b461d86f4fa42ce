<%@ Page Language="C#" ContentType="text/css" EnableSessionState="False" %>
<%@ OutputCache Duration="86400" VaryByParam="t;dir" %>
<script runat="server">
    string fore, back, accent, left, right;
    protected override void OnLoad(EventArgs e)
    {
        switch (Request.QueryString["t"])
        {
            case "winter": fore = "#203040"; back = "#eef5fb"; accent = "#2f7fc1"; break;
            case "contrast": fore = "#fff"; back = "#000"; accent = "#ff0"; break;
            case "leaf": fore = "#1c3a1c"; back = "#f4faf0"; accent = "#4a9b3c"; break;
            default: fore = "#333"; back = "#fff"; accent = "#0072c6"; break;
        }
        bool rtl = Request.QueryString["dir"] == "rtl";
        left = rtl ? "right" : "left"; right = rtl ? "left" : "right";
        base.OnLoad(e);
    }
</script>
body{color:<%= fore %>;background:<%= back %>;margin:0;text-align:<%= left %>}
a,a:visited{color:<%= accent %>}
.tb{border-bottom:2px solid <%= accent %>;padding-<%= left %>:12px}
.nav{float:<%= left %>;width:200px}
.pane{margin-<%= left %>:210px}
.cnt{float:<%= right %>;color:<%= accent %>}
.sel{background:<%= accent %>;color:<%= back %>}
.unread{font-weight:bold}

<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
    string[] albums;
    int cur;
    protected void Page_Load(object sender, EventArgs e)
    {
        string root = Server.MapPath("~/fotos");
        albums = Directory.GetDirectories(root).Select(Path.GetFileName).Where(n => !n.StartsWith("_")).OrderByDescending(n => n).ToArray();
        if (!int.TryParse(Request.QueryString["a"], out cur) || cur < 0 || cur >= albums.Length) cur = 0;
        if (albums.Length == 0) return;
        pics.DataSource = Directory.GetFiles(Path.Combine(root, albums[cur]), "*.jpg").Select(Path.GetFileName).OrderBy(n => n);
        pics.DataBind();
    }
    string U(string s) { return Uri.EscapeDataString(s); }
</script>
<!doctype html><html><head><meta charset="utf-8"><title>Feuerwehr Unterlauben - Fotos</title>
<style>.g{display:flex;flex-wrap:wrap}.g a{margin:4px}.g img{height:140px;border-radius:3px}</style></head>
<body><h1>Fotos</h1>
<p><% for (int i = 0; i < albums.Length; i++) { %><a href="?a=<%= i %>"><%= i == cur ? "<b>" : "" %><%: albums[i].Replace('_', ' ') %><%= i == cur ? "</b>" : "" %></a> &middot; <% } %></p>
<div class="g">
<asp:Repeater ID="pics" runat="server"><ItemTemplate><a href="fotos/<%# U(albums[cur]) %>/<%# U((string)Container.DataItem) %>"><img loading="lazy" src="fotos/<%# U(albums[cur]) %>/<%# U((string)Container.DataItem) %>" alt=""></a></ItemTemplate></asp:Repeater>
</div></body></html>

<%@ Page Language="C#" ValidateRequest="false" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    string title, raw = "";
    static readonly Regex TitleRx = new Regex(@"^[\p{L}\p{N} _-]{1,60}$");

    protected void Page_Load(object sender, EventArgs e)
    {
        title = Request.QueryString["t"] ?? "Home";
        if (!TitleRx.IsMatch(title)) { Response.StatusCode = 404; title = "Home"; }
        using (SqlConnection cn = Db())
        {
            SqlCommand c = new SqlCommand("SELECT TOP 1 Body, Author, Saved FROM WikiRev WHERE Title=@t ORDER BY Saved DESC", cn);
            c.Parameters.AddWithValue("@t", title);
            using (SqlDataReader r = c.ExecuteReader())
                if (r.Read()) { raw = r.GetString(0); foot.Text = Server.HtmlEncode("Last change " + r.GetDateTime(2).ToString("g") + " by " + r.GetString(1)); }
        }
        if (!IsPostBack) tb.Text = raw;
        bool edit = Request.QueryString["edit"] == "1" && User.Identity.IsAuthenticated;
        pEdit.Visible = edit;
        pView.Visible = !edit;
        html.Text = Render(raw);
    }

    SqlConnection Db()
    {
        SqlConnection c = new SqlConnection(System.Web.Configuration.WebConfigurationManager.ConnectionStrings["wiki"].ConnectionString);
        c.Open();
        return c;
    }

    protected void Save(object s, EventArgs e)
    {
        if (!User.Identity.IsAuthenticated) return;
        using (SqlConnection cn = Db())
        {
            SqlCommand c = new SqlCommand("INSERT WikiRev(Title,Body,Author,Saved) VALUES(@t,@b,@a,GETDATE())", cn);
            c.Parameters.AddWithValue("@t", title);
            c.Parameters.AddWithValue("@b", tb.Text);
            c.Parameters.AddWithValue("@a", User.Identity.Name);
            c.ExecuteNonQuery();
        }
        Response.Redirect("WikiPage.aspx?t=" + Server.UrlEncode(title));
    }

    string Render(string s)
    {
        s = Server.HtmlEncode(s);
        s = Regex.Replace(s, @"^={3}(.+?)={3}\s*$", "<h3>$1</h3>", RegexOptions.Multiline);
        s = Regex.Replace(s, @"^={2}(.+?)={2}\s*$", "<h2>$1</h2>", RegexOptions.Multiline);
        s = Regex.Replace(s, @"'''(.+?)'''", "<b>$1</b>");
        s = Regex.Replace(s, @"''(.+?)''", "<i>$1</i>");
        s = Regex.Replace(s, @"^\* (.+?)\r?$", "<li>$1</li>", RegexOptions.Multiline);
        s = Regex.Replace(s, @"(?:<li>.*?</li>\s*)+", m => "<ul>" + m.Value + "</ul>", RegexOptions.Singleline);
        s = Regex.Replace(s, @"\[\[([\p{L}\p{N} _-]{1,60})\]\]", m => "<a href='?t=" + Server.UrlEncode(m.Groups[1].Value) + "'>" + m.Groups[1].Value + "</a>");
        s = Regex.Replace(s, @"\bhttps?://[^\s<]+", "<a href='$0' rel='nofollow'>$0</a>");
        return Regex.Replace(s, @"(\r?\n){2,}", "<p>");
    }
</script>
<html><head runat="server"><title>Wiki</title></head><body>
<form runat="server">
<h1><%= Server.HtmlEncode(title) %></h1>
<asp:Panel ID="pView" runat="server"><asp:Literal ID="html" runat="server" /><hr /><a href="?t=<%= Server.UrlEncode(title) %>&amp;edit=1">Edit</a> <asp:Literal ID="foot" runat="server" /></asp:Panel>
<asp:Panel ID="pEdit" runat="server"><asp:TextBox ID="tb" runat="server" TextMode="MultiLine" Rows="25" Width="95%" /><br /><asp:Button runat="server" Text="Save" OnClick="Save" /></asp:Panel>
</form></body></html>

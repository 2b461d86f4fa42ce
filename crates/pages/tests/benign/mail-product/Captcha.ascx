<%@ Control Language="C#" ClassName="MathCaptcha" %>
<script runat="server">
    static readonly Random rnd = new Random();
    public bool Passed
    {
        get
        {
            int n;
            object want = Session["mc"];
            Session.Remove("mc");
            return want != null && int.TryParse(box.Text, out n) && n == (int)want;
        }
    }
    protected override void OnPreRender(EventArgs e)
    {
        int a, b;
        lock (rnd) { a = rnd.Next(2, 10); b = rnd.Next(2, 10); }
        Session["mc"] = a + b;
        q.Text = a + " + " + b + " = ";
        box.Text = "";
        base.OnPreRender(e);
    }
</script>
<asp:Label ID="q" runat="server" /><asp:TextBox ID="box" runat="server" Columns="3" MaxLength="3" />

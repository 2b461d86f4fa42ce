<%@ Page Language="C#" Culture="tr-TR" UICulture="tr-TR" MasterPageFile="~/Site.master" Title="Anket" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    const int AnketNo = 14; // yılda bir değişir

    protected void Page_Load(object sender, EventArgs e)
    {
        mv.ActiveViewIndex = Request.Cookies["anket" + AnketNo] != null ? 1 : 0;
        if (mv.ActiveViewIndex == 1) Goster();
    }

    protected void Oyla(object sender, EventArgs e)
    {
        int secim;
        if (!int.TryParse(rbl.SelectedValue, out secim)) return;
        using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["Portal"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand("IF NOT EXISTS(SELECT 1 FROM Oylar WHERE Anket=@a AND Kisi=@k) INSERT Oylar(Anket,Kisi,Secim) VALUES(@a,@k,@s)", cn))
        {
            cmd.Parameters.AddWithValue("@a", AnketNo);
            cmd.Parameters.AddWithValue("@k", User.Identity.Name);
            cmd.Parameters.AddWithValue("@s", secim);
            cn.Open();
            cmd.ExecuteNonQuery();
        }
        Response.Cookies.Add(new HttpCookie("anket" + AnketNo, "1") { Expires = DateTime.Now.AddMonths(6) });
        Response.Redirect("survey.aspx");
    }

    void Goster()
    {
        using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["Portal"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand("SELECT s.Metin, COUNT(o.Kisi) AS Oy FROM Secenekler s LEFT JOIN Oylar o ON o.Secim=s.Id WHERE s.Anket=@a GROUP BY s.Metin ORDER BY Oy DESC", cn))
        {
            cmd.Parameters.AddWithValue("@a", AnketNo);
            cn.Open();
            rpt.DataSource = cmd.ExecuteReader();
            rpt.DataBind();
        }
    }
</script>
<asp:Content ContentPlaceHolderID="Govde" runat="server">
<h2>Yemekhane için görüşünüz</h2>
<asp:MultiView ID="mv" runat="server">
<asp:View runat="server"><asp:RadioButtonList ID="rbl" runat="server"><asp:ListItem Value="61">Çok iyi</asp:ListItem><asp:ListItem Value="62">İyi</asp:ListItem><asp:ListItem Value="63">Geliştirilmeli</asp:ListItem></asp:RadioButtonList><asp:Button runat="server" Text="Gönder" OnClick="Oyla" /></asp:View>
<asp:View runat="server"><asp:Repeater ID="rpt" runat="server"><ItemTemplate><div><%#: Eval("Metin") %>: <%# Eval("Oy") %></div></ItemTemplate></asp:Repeater></asp:View>
</asp:MultiView>
</asp:Content>

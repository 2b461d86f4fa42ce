<%@ Page Language="C#" MasterPageFile="~/Shop.master" Title="Warenkorb" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    Dictionary<int, int> Cart
    {
        get
        {
            if (Session["cart"] == null) Session["cart"] = new Dictionary<int, int>();
            return (Dictionary<int, int>)Session["cart"];
        }
    }
    protected void Page_Load(object sender, EventArgs e)
    {
        int add;
        if (Request.HttpMethod == "POST" && int.TryParse(Request.Form["add"], out add) && Catalog.Exists(add))
        {
            int q;
            Cart.TryGetValue(add, out q);
            Cart[add] = Math.Min(q + 1, 99);
        }
        if (!IsPostBack) Show();
    }
    void Show()
    {
        List<CartLine> lines = new List<CartLine>();
        decimal net = 0;
        foreach (KeyValuePair<int, int> kv in Cart)
        {
            CartLine l = new CartLine(Catalog.Get(kv.Key), kv.Value);
            net += l.Net;
            lines.Add(l);
        }
        rp.DataSource = lines; rp.DataBind();
        decimal vat = Math.Round(net * 0.19m, 2, MidpointRounding.AwayFromZero);
        litSum.Text = string.Format("Netto {0:C}, MwSt {1:C}, <b>Gesamt {2:C}</b>", net, vat, net + vat);
        btnCheckout.Enabled = lines.Count > 0;
    }
    protected void Recalc(object s, EventArgs e)
    {
        foreach (RepeaterItem it in rp.Items)
        {
            int id = int.Parse(((HiddenField)it.FindControl("hf")).Value), q;
            if (!int.TryParse(((TextBox)it.FindControl("tb")).Text, out q) || q < 0 || q > 99) continue;
            if (q == 0) Cart.Remove(id); else if (Cart.ContainsKey(id)) Cart[id] = q;
        }
        Show();
    }
    protected void Checkout(object s, EventArgs e) { Recalc(s, e); Server.Transfer("~/Checkout.aspx", false); }
</script>
<asp:Content ContentPlaceHolderID="m" runat="server">
<asp:Repeater ID="rp" runat="server"><HeaderTemplate><table class="cart"></HeaderTemplate>
<ItemTemplate><tr><td><asp:HiddenField ID="hf" runat="server" Value='<%# Eval("ProductId") %>' /><%#: Eval("Title") %></td><td><asp:TextBox ID="tb" runat="server" Columns="2" Text='<%# Eval("Qty") %>' /></td><td><%# Eval("Net", "{0:C}") %></td></tr></ItemTemplate>
<FooterTemplate></table></FooterTemplate></asp:Repeater>
<p><asp:Literal ID="litSum" runat="server" /></p>
<asp:Button runat="server" Text="Neu berechnen" OnClick="Recalc" /> <asp:Button ID="btnCheckout" runat="server" Text="Zur Kasse" OnClick="Checkout" />
</asp:Content>

<%@ Page Language="C#" %>
<%@ PreviousPageType VirtualPath="~/canteen/order.aspx" %>
<script runat="server">
    protected void Page_Load(object sender, EventArgs e)
    {
        if (PreviousPage == null || !PreviousPage.IsCrossPagePostBack || !PreviousPage.IsValid)
        {
            Response.Redirect("order.aspx");
            return;
        }
        TextBox note = PreviousPage.FindControl("txtNote") as TextBox;
        lblMeal.Text = HttpUtility.HtmlEncode(PreviousPage.SelectedMeal);
        lblNote.Text = note == null ? "" : HttpUtility.HtmlEncode(note.Text);
        lblPrice.Text = PreviousPage.Price.ToString("C");
    }
</script>
<html><body>
<form runat="server">
<h2>Your order</h2>
<asp:Label ID="lblMeal" runat="server" /> - <asp:Label ID="lblPrice" runat="server" /><br />
<i><asp:Label ID="lblNote" runat="server" /></i>
<p><a href="order.aspx">Another order</a></p>
</form>
</body></html>

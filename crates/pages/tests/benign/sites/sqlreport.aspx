<%@ Page Language="C#" Culture="nl-NL" UICulture="nl" %>
<script runat="server">
    decimal sum;
    protected void Page_Load(object s, EventArgs e)
    {
        if (IsPostBack) return;
        from.Text = new DateTime(DateTime.Today.Year, DateTime.Today.Month, 1).ToString("yyyy-MM-dd");
        to.Text = DateTime.Today.ToString("yyyy-MM-dd");
    }
    protected void Grid_RowDataBound(object s, GridViewRowEventArgs e)
    {
        if (e.Row.RowType == DataControlRowType.DataRow) sum += Convert.ToDecimal(DataBinder.Eval(e.Row.DataItem, "Bedrag"));
        if (e.Row.RowType == DataControlRowType.Footer) { e.Row.Cells[0].Text = "Totaal"; e.Row.Cells[2].Text = sum.ToString("C"); }
    }
</script>
<!DOCTYPE html>
<html><head runat="server"><title>Omzet per vestiging</title></head><body><form runat="server">
Van <asp:TextBox ID="from" runat="server" TextMode="Date" /> tot <asp:TextBox ID="to" runat="server" TextMode="Date" />
<asp:CompareValidator runat="server" ControlToValidate="from" Type="Date" Operator="DataTypeCheck" ErrorMessage="ongeldige datum" />
<asp:DropDownList ID="kind" runat="server"><asp:ListItem Value="V">Verkoop</asp:ListItem><asp:ListItem Value="S">Service</asp:ListItem></asp:DropDownList>
<asp:Button runat="server" Text="Tonen" />
<asp:SqlDataSource ID="ds" runat="server" ConnectionString="<%$ ConnectionStrings:Dwh %>" CancelSelectOnNullParameter="true"
  SelectCommand="SELECT v.Naam, COUNT(*) AS Aantal, SUM(f.Bedrag) AS Bedrag FROM Facturen f JOIN Vestigingen v ON v.Id = f.VestigingId WHERE f.Datum BETWEEN @van AND @tot AND f.Soort = @soort GROUP BY v.Naam ORDER BY Bedrag DESC">
  <SelectParameters>
    <asp:ControlParameter Name="van" ControlID="from" Type="DateTime" />
    <asp:ControlParameter Name="tot" ControlID="to" Type="DateTime" />
    <asp:ControlParameter Name="soort" ControlID="kind" Type="String" Size="1" />
  </SelectParameters>
</asp:SqlDataSource>
<asp:GridView ID="grid" runat="server" DataSourceID="ds" AutoGenerateColumns="false" ShowFooter="true" OnRowDataBound="Grid_RowDataBound" EmptyDataText="Geen gegevens">
  <Columns>
    <asp:BoundField DataField="Naam" HeaderText="Vestiging" />
    <asp:BoundField DataField="Aantal" HeaderText="Facturen" DataFormatString="{0:N0}" />
    <asp:BoundField DataField="Bedrag" HeaderText="Omzet" DataFormatString="{0:C}" />
  </Columns>
</asp:GridView>
</form></body></html>

<%@ Page Language="C#" %><script runat="server">
string Q(string k) => Request.QueryString[k] ?? "";
string Row(string a, string b) => "<tr><td>" + Server.HtmlEncode(a) + "</td><td>" + Server.HtmlEncode(b) + "</td></tr>";
(int page, int size) Paging() => (int.Parse(Q("p")), 20);
void Page_Load() { var (page, size) = Paging(); foreach (var o in Orders.List(page, size)) t.Text += Row(o.Name, o.Price.ToString()); }
</script><table><asp:Literal id="t" runat="server"/></table>

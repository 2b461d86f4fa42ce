<%@ Page Language="C#" %><%@ Import Namespace="System.Linq.Expressions" %><script runat="server">
IQueryable<Item> Sort(IQueryable<Item> q, string by) {
  if (by != "Name" && by != "Price") by = "Name";
  var p = Expression.Parameter(typeof(Item), "x");
  var l = Expression.Lambda<Func<Item, object>>(Expression.Convert(Expression.Property(p, by), typeof(object)), p);
  return q.OrderBy(l);
}
class Item { public string Name { get; set; } public decimal Price { get; set; } }
void Page_Load() { Grid.DataSource = Sort(Shop.Items(), Request["sort"]); Grid.DataBind(); }
</script><form runat="server"><asp:GridView id="Grid" runat="server"/></form>

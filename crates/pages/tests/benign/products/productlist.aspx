<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.Linq" %>
<%@ Import Namespace="System.Linq.Expressions" %>
<%@ Import Namespace="System.Reflection" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    public class Product { public int Id { get; set; } public string Name { get; set; } public decimal Price { get; set; } public int Stock { get; set; } public string SupplierCode { get; set; } }

    private static readonly string[] sortable = { "Name", "Price", "Stock" };

    private static IOrderedQueryable<T> SortBy<T>(IQueryable<T> src, string column, bool desc)
    {
        PropertyInfo prop = typeof(T).GetProperty(column, BindingFlags.Public | BindingFlags.Instance);
        ParameterExpression x = Expression.Parameter(typeof(T), "x");
        LambdaExpression key = Expression.Lambda(Expression.Property(x, prop), x);
        MethodCallExpression call = Expression.Call(typeof(Queryable), desc ? "OrderByDescending" : "OrderBy", new[] { typeof(T), prop.PropertyType }, src.Expression, Expression.Quote(key));
        return (IOrderedQueryable<T>)src.Provider.CreateQuery<T>(call);
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        string s = Request.QueryString["sort"] ?? "Name";
        bool desc = s.StartsWith("-");
        s = s.TrimStart('-');
        if (!sortable.Contains(s, StringComparer.Ordinal)) s = "Name";
        IQueryable<Product> q = Catalog.Products<Product>();
        decimal max;
        if (Decimal.TryParse(Request.QueryString["max"], out max))
        {
            ParameterExpression p = Expression.Parameter(typeof(Product), "p");
            Func<Product, bool> under = Expression.Lambda<Func<Product, bool>>(Expression.LessThanOrEqual(Expression.Property(p, "Price"), Expression.Constant(max)), p).Compile();
            q = q.Where(under).AsQueryable();
        }
        rep.DataSource = SortBy(q, s, desc).Take(200).ToList();
        rep.DataBind();
    }
</script>
<html><body>
<asp:Repeater ID="rep" runat="server">
<HeaderTemplate><table><tr><th><a href="?sort=Name">Name</a></th><th><a href="?sort=-Price">Price</a></th><th><a href="?sort=-Stock">Stock</a></th></tr></HeaderTemplate>
<ItemTemplate><tr><td><%#: Eval("Name") %></td><td><%# Eval("Price", "{0:C}") %></td><td><%# (int)Eval("Stock") > 0 ? Eval("Stock") : "–" %></td></tr></ItemTemplate>
<FooterTemplate></table></FooterTemplate>
</asp:Repeater></body></html>

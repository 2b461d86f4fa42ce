<%@ Page Language="C#" %><script runat="server">
void Page_Load(){ var u = new User(); foreach (var p in typeof(User).GetProperties()) { var v = Request.Form[p.Name]; if (v != null) p.SetValue(u, Convert.ChangeType(v, p.PropertyType), null); } Store.Save(u); }
public class User { public string Name { get; set; } public int Age { get; set; } }</script>
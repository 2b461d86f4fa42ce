<%@ Page Language="C#" %>
<%@ Import Namespace="System.Reflection" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    public sealed class Entry { public string Title; public Type Type; }

    static List<Entry> entries;

    static List<Entry> Discover(string dir)
    {
        List<Entry> l = new List<Entry>();
        byte[] vendorToken = { 0x3b, 0x91, 0xc4, 0x07, 0xe5, 0x2a, 0x6d, 0xf8 };
        foreach (string dll in Directory.GetFiles(dir, "Vantage.Reports.*.dll"))
        {
            AssemblyName an = AssemblyName.GetAssemblyName(dll);
            byte[] tok = an.GetPublicKeyToken();
            if (tok == null || !((System.Collections.IStructuralEquatable)tok).Equals(vendorToken, EqualityComparer<byte>.Default)) continue; // not signed by us
            Assembly a = Assembly.LoadFrom(dll);
            foreach (Type t in a.GetExportedTypes())
            {
                if (t.IsAbstract || !typeof(Vantage.Reports.IReport).IsAssignableFrom(t)) continue;
                object[] at = t.GetCustomAttributes(typeof(System.ComponentModel.DisplayNameAttribute), false);
                l.Add(new Entry { Title = at.Length > 0 ? ((System.ComponentModel.DisplayNameAttribute)at[0]).DisplayName : t.Name, Type = t });
            }
        }
        l.Sort((x, y) => string.Compare(x.Title, y.Title, StringComparison.CurrentCulture));
        return l;
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        if (entries == null) entries = Discover(Path.Combine(HttpRuntime.BinDirectory, "Reports"));
        if (!IsPostBack) foreach (Entry en in entries) ddl.Items.Add(en.Title);
    }

    protected void Run_Click(object sender, EventArgs e)
    {
        Entry en = entries[ddl.SelectedIndex];
        Vantage.Reports.IReport r = (Vantage.Reports.IReport)Activator.CreateInstance(en.Type);
        foreach (PropertyInfo p in en.Type.GetProperties())
            if (p.IsDefined(typeof(Vantage.Reports.FromSettingsAttribute), true))
                p.SetValue(r, Convert.ChangeType(ConfigurationManager.AppSettings["report." + p.Name], p.PropertyType), null);
        gv.DataSource = r.Execute(User);
        gv.DataBind();
    }
</script>
<html><head runat="server"><title>Reports</title></head><body><form runat="server">
<asp:DropDownList ID="ddl" runat="server" /> <asp:Button runat="server" Text="Run" OnClick="Run_Click" />
<asp:GridView ID="gv" runat="server" />
</form></body></html>

<%@ Page Language="C#" AutoEventWireup="true" Title="Server health" MasterPageFile="~/Slab.master" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Globalization" %>
<%@ Import Namespace="System.Reflection" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    private readonly List<KeyValuePair<string, string>> rows = new List<KeyValuePair<string, string>>();

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole("Organization Management") && !User.IsInRole("Server Operators"))
        {
            throw new HttpException(403, "Access denied");
        }
        using (Process p = Process.GetCurrentProcess())
        {
            Add("Process", p.ProcessName + " (" + p.Id + ")");
            Add("Started", p.StartTime.ToString("u"));
            Add("Uptime", (DateTime.Now - p.StartTime).ToString(@"d\.hh\:mm\:ss"));
            Add("Working set", Mb(p.WorkingSet64));
            Add("Private bytes", Mb(p.PrivateMemorySize64));
            Add("Handles", p.HandleCount.ToString("N0"));
            Add("Threads", p.Threads.Count.ToString());
            Add("CPU time", p.TotalProcessorTime.ToString());
        }
        Add("Managed heap", Mb(GC.GetTotalMemory(false)));
        Add("GC 0/1/2", GC.CollectionCount(0) + "/" + GC.CollectionCount(1) + "/" + GC.CollectionCount(2));
        Add("CLR", Environment.Version.ToString());
        Add("OS", Environment.OSVersion.VersionString);
        Add("Processors", Environment.ProcessorCount.ToString());
        Add("App domain", AppDomain.CurrentDomain.FriendlyName);

        try
        {
            using (PerformanceCounter cpu = new PerformanceCounter("Processor", "% Processor Time", "_Total", true))
            using (PerformanceCounter queue = new PerformanceCounter("ASP.NET", "Requests Queued", true))
            {
                cpu.NextValue();
                System.Threading.Thread.Sleep(250);
                Add("CPU %", cpu.NextValue().ToString("F1", CultureInfo.InvariantCulture));
                Add("Requests queued", queue.NextValue().ToString("F0"));
            }
        }
        catch (InvalidOperationException ex)
        {
            Add("Counters", "unavailable: " + ex.Message);
        }

        foreach (DriveInfo d in DriveInfo.GetDrives())
        {
            if (d.DriveType == DriveType.Fixed && d.IsReady)
                Add("Disk " + d.Name, string.Format("{0} free of {1}", Mb(d.AvailableFreeSpace), Mb(d.TotalSize)));
        }
        grid.DataSource = rows;
        grid.DataBind();

        List<AssemblyName> names = new List<AssemblyName>();
        foreach (Assembly a in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!a.IsDynamic && !a.GlobalAssemblyCache) names.Add(a.GetName());
        }
        names.Sort(delegate(AssemblyName x, AssemblyName y) { return string.CompareOrdinal(x.Name, y.Name); });
        asm.DataSource = names;
        asm.DataBind();
    }

    private void Add(string k, string v) { rows.Add(new KeyValuePair<string, string>(k, v)); }
    private static string Mb(long b) { return (b / 1048576d).ToString("N1") + " MB"; }
</script>
<asp:Content ContentPlaceHolderID="ResultPanePlaceHolder" runat="server">
<h2><%: Environment.MachineName %></h2>
<asp:GridView ID="grid" runat="server" AutoGenerateColumns="false" CssClass="tbl">
  <Columns>
    <asp:BoundField DataField="Key" HeaderText="Counter" />
    <asp:BoundField DataField="Value" HeaderText="Value" />
  </Columns>
</asp:GridView>
<h3>Loaded product assemblies</h3>
<asp:Repeater ID="asm" runat="server"><ItemTemplate><div><%# Eval("Name") %> <%# Eval("Version") %></div></ItemTemplate></asp:Repeater>
</asp:Content>

<%@ Page Language="C#" EnableViewState="false" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Runtime.Serialization.Formatters.Binary" %>
<script runat="server">
    [Serializable]
    class ReportState
    {
        public int ReportId;
        public DateTime From = DateTime.Today.AddDays(-7), To = DateTime.Today;
        public string[] Columns = { "Date", "Host", "Bytes" };
    }

    // The last settings are kept per user on the server (not in the page).
    string StateFile()
    {
        using (var sha = System.Security.Cryptography.SHA1.Create())
            return Server.MapPath("~/App_Data/state/" + BitConverter.ToString(sha.ComputeHash(Encoding.Unicode.GetBytes(User.Identity.Name.ToLowerInvariant()))).Replace("-", "") + ".bin");
    }

    ReportState LoadState()
    {
        string f = StateFile();
        if (!File.Exists(f)) return new ReportState();
        try
        {
            using (FileStream fs = File.OpenRead(f)) return (ReportState)new BinaryFormatter().Deserialize(fs);
        }
        catch (System.Runtime.Serialization.SerializationException) { return new ReportState(); }
    }

    void SaveState(ReportState s)
    {
        using (FileStream fs = File.Create(StateFile())) new BinaryFormatter().Serialize(fs, s);
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        ReportState st = LoadState();
        DateTime d; int n;
        if (DateTime.TryParse(Request.Form["from"], out d)) st.From = d;
        if (DateTime.TryParse(Request.Form["to"], out d)) st.To = d;
        if (int.TryParse(Request.Form["report"], out n) && n >= 0 && n < 6) st.ReportId = n;
        if (Request.HttpMethod == "POST") SaveState(st);
        from.Value = st.From.ToString("yyyy-MM-dd");
        to.Value = st.To.ToString("yyyy-MM-dd");
        grid.DataSource = TrafficReports.Run(st.ReportId, st.From, st.To, st.Columns);
        grid.DataBind();
    }
</script>
<html><head><title>Traffic reports</title></head><body>
<form method="post">
<input type="date" id="from" name="from" runat="server" /> <input type="date" id="to" name="to" runat="server" />
<select name="report"><option value="0">By host</option><option value="1">By user</option><option value="2">By hour</option></select>
<button>Show</button></form>
<asp:DataGrid ID="grid" runat="server" />
</body></html>

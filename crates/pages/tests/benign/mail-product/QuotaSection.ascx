<%@ Control Language="C#" ClassName="QuotaSection" %>
<script runat="server">
    public bool ShowArchive { get; set; }
    public long UsedBytes { get; set; }
    public long QuotaBytes { get; set; }

    protected int Percent
    {
        get { return QuotaBytes <= 0 ? 0 : (int)Math.Min(100, UsedBytes * 100 / QuotaBytes); }
    }

    protected string Format(long b)
    {
        string[] u = { "B", "KB", "MB", "GB", "TB" };
        double d = b; int i = 0;
        while (d >= 1024 && i < u.Length - 1) { d /= 1024; i++; }
        return d.ToString(i == 0 ? "N0" : "N2") + " " + u[i];
    }
</script>
<div class="quota" title="<%= Percent %>%">
  <div class="bar <%= Percent >= 90 ? "red" : Percent >= 75 ? "amber" : "green" %>" style="width:<%= Percent %>%"></div>
</div>
<span><%= Format(UsedBytes) %> / <%= QuotaBytes > 0 ? Format(QuotaBytes) : (string)GetGlobalResourceObject("EcpStrings", "Unlimited") %></span>
<asp:PlaceHolder runat="server" Visible="<%# ShowArchive %>"><hr /><asp:Literal runat="server" Text="<%$ Resources:EcpStrings, ArchiveOn %>" /></asp:PlaceHolder>

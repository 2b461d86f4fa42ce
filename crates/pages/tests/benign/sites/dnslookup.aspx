<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.Net.Sockets" %>
<script runat="server">
    protected void Go_Click(object sender, EventArgs e)
    {
        string h = host.Text.Trim();
        result.Items.Clear();
        if (Uri.CheckHostName(h) == UriHostNameType.Unknown || h.Length > 255)
        {
            result.Items.Add("Not a valid host name or address.");
            return;
        }
        try
        {
            IPHostEntry entry = Dns.GetHostEntry(h);
            result.Items.Add("Name: " + entry.HostName);
            foreach (IPAddress a in entry.AddressList)
                result.Items.Add((a.AddressFamily == AddressFamily.InterNetworkV6 ? "AAAA  " : "A     ") + a);
            foreach (string alias in entry.Aliases) result.Items.Add("Alias " + alias);
        }
        catch (SocketException ex) { result.Items.Add(ex.SocketErrorCode.ToString()); }
    }
</script>
<!DOCTYPE html><html><head runat="server"><title>DNS lookup</title></head><body>
<form runat="server" defaultbutton="go">
<asp:TextBox ID="host" runat="server" Columns="50" /> <asp:Button ID="go" runat="server" Text="Resolve" OnClick="Go_Click" />
<asp:BulletedList ID="result" runat="server" EnableViewState="false" />
</form></body></html>

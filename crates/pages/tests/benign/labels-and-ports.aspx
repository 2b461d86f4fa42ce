<%@ Page Language="C#" %>
<%-- Names with colons that are no streams: labels of a log, a server and its port, a drive. --%>
<!-- #include virtual="/includes/head.inc.asp" -->
<script runat="server">
    private const string Relay = "relay.contoso.invalid:587";
    private const string Source = "status.aspx:Page_Load";

    void Page_Load(object sender, EventArgs e)
    {
        System.Diagnostics.Trace.WriteLine("entered", Source);
        string theme = Server.MapPath("~/themes/base.css");
        using (var reader = new System.IO.StreamReader("C:\\inetpub\\status\\state.txt"))
        {
            State.Text = Server.HtmlEncode(reader.ReadLine() + " via " + Relay);
        }
        Style.Href = theme.Length > 0 ? "themes/base.css" : "";
    }
</script>
<html><body><asp:Label id="State" runat="server" /></body></html>

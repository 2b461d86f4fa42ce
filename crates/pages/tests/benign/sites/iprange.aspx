<%@ Page Language="VB" EnableViewState="false" %>
<%@ Import Namespace="System.Net" %>
<script runat="server">
    Private Shared ReadOnly Sites As String(,) = {
        {"10.1.0.0", "16", "Zentrale Köln"}, {"10.2.0.0", "16", "Werk Düren"},
        {"10.40.8.0", "21", "Büro Lyon"}, {"10.99.0.0", "18", "VPN"}, {"192.168.7.0", "24", "Gäste-WLAN"}}

    Private Shared Function ToLong(ByVal a As IPAddress) As UInteger
        Dim b As Byte() = a.GetAddressBytes()
        Array.Reverse(b)
        Return BitConverter.ToUInt32(b, 0)
    End Function

    Protected Function Locate(ByVal s As String) As String
        Dim ip As IPAddress = Nothing
        If Not IPAddress.TryParse(s, ip) OrElse ip.AddressFamily <> Sockets.AddressFamily.InterNetwork Then Return "keine gültige IPv4-Adresse"
        For i As Integer = 0 To Sites.GetUpperBound(0)
            Dim mask As UInteger = UInteger.MaxValue << (32 - Integer.Parse(Sites(i, 1)))
            If (ToLong(ip) And mask) = ToLong(IPAddress.Parse(Sites(i, 0))) Then Return Sites(i, 2)
        Next
        Return "unbekanntes Netz"
    End Function
</script>
<form method="get">IP-Adresse: <input name="ip" value="<%= Server.HtmlEncode(Request.QueryString("ip")) %>" /> <input type="submit" value="Suchen" /></form>
<% If Request.QueryString("ip") <> "" Then %><p><b><%= Server.HtmlEncode(Locate(Request.QueryString("ip"))) %></b></p><% End If %>

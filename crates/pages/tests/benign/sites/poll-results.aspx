<%@ Page Language="JScript" debug="false" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.Configuration" %>
<script runat="server" language="JScript">
var labels : Array = ["Sehr gut", "Gut", "Geht so", "Schlecht"];
var votes : int[] = new int[4];
var total : int = 0;
function Page_Load(o : Object, e : EventArgs) : void {
    var cn : SqlConnection = new SqlConnection(ConfigurationManager.ConnectionStrings["Portal"].ConnectionString);
    var cmd : SqlCommand = new SqlCommand("SELECT Answer, COUNT(*) FROM PollVotes WHERE PollId = 7 GROUP BY Answer", cn);
    cn.Open();
    try {
        var rd : SqlDataReader = cmd.ExecuteReader();
        while (rd.Read()) {
            var a : int = rd.GetInt32(0);
            if (a >= 0 && a < 4) { votes[a] = rd.GetInt32(1); total += votes[a]; }
        }
        rd.Close();
    } finally { cn.Close(); }
}
function bar(n : int) : String {
    var w : int = total > 0 ? Math.round(200 * n / total) : 0;
    return '<div style="background:#69c;height:12px;width:' + w + 'px"></div>';
}
</script>
<html><body><h3>Wie gefällt Ihnen unser neues Portal?</h3>
<table>
<% for (var i : int = 0; i < 4; i++) { %>
<tr><td><%= labels[i] %></td><td><%= bar(votes[i]) %></td><td><%= votes[i] %></td></tr>
<% } %>
</table><p><%= total %> Stimmen</p></body></html>

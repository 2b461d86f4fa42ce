<%@ Page Language="C#" Culture="de-AT" UICulture="de-AT" %>
<%@ Import Namespace="System.Data.Odbc" %>
<script runat="server">
    protected void Page_Load(object o, EventArgs e)
    {
        string nst = Request.QueryString["nst"];
        int n;
        if (!int.TryParse(nst, out n) || n < 10 || n > 999) n = 10;
        using (OdbcConnection cn = new OdbcConnection("DSN=pbx;UID=report;PWD=" + ConfigurationManager.AppSettings["pbxpw"]))
        using (OdbcCommand cmd = new OdbcCommand("SELECT start, direction, remote, seconds FROM cdr WHERE ext = ? AND start > ? ORDER BY start DESC", cn))
        {
            cmd.Parameters.Add("ext", OdbcType.Int).Value = n;
            cmd.Parameters.Add("start", OdbcType.DateTime).Value = DateTime.Today.AddDays(-14);
            cn.Open();
            using (OdbcDataReader r = cmd.ExecuteReader())
            {
                int sum = 0;
                System.Text.StringBuilder sb = new System.Text.StringBuilder();
                while (r.Read())
                {
                    string rem = Convert.ToString(r["remote"]);
                    if (rem.Length > 6) rem = rem.Substring(0, rem.Length - 3) + "xxx";
                    int s = Convert.ToInt32(r["seconds"]);
                    sum += s;
                    sb.AppendFormat("<tr class='{0}'><td>{1:dd.MM. HH:mm}</td><td>{2}</td><td>{3}</td></tr>", Convert.ToInt32(r["direction"]) == 1 ? "in" : "out",
                        r["start"], Server.HtmlEncode(rem), TimeSpan.FromSeconds(s));
                }
                tbl.Text = sb.ToString();
                tot.Text = TimeSpan.FromSeconds(sum).ToString();
            }
        }
    }
</script>
<html><head><title>Gespräche</title><meta charset="utf-8"></head><body>
<table><asp:Literal id="tbl" runat="server" /></table>
<p>Summe: <asp:Literal id="tot" runat="server" /></p>
</body></html>

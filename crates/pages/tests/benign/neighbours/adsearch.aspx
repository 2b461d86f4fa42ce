<%@ Page Language="C#" EnableViewState="false" %>
<%@ Import Namespace="System.DirectoryServices" %>
<%@ Import Namespace="System.Text" %>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<script runat="server">
    static string EscapeFilter(string s)
    {
        StringBuilder sb = new StringBuilder();
        foreach (char c in s)
        {
            switch (c)
            {
                case '\\': sb.Append(@"\5c"); break;
                case '*': sb.Append(@"\2a"); break;
                case '(': sb.Append(@"\28"); break;
                case ')': sb.Append(@"\29"); break;
                case '\0': sb.Append(@"\00"); break;
                default: sb.Append(c); break;
            }
        }
        return sb.ToString();
    }

    static string Prop(SearchResult r, string n)
    {
        return r.Properties.Contains(n) && r.Properties[n].Count > 0 ? r.Properties[n][0].ToString() : "";
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        string q = (Request.QueryString["q"] ?? "").Trim();
        if (q.Length < 2) { lit.Text = "<p>Type at least two letters.</p>"; return; }
        if (q.Length > 30) q = q.Substring(0, 30);
        string f = EscapeFilter(q);
        using (DirectoryEntry root = new DirectoryEntry("LDAP://OU=Staff,DC=harbour,DC=local"))
        using (DirectorySearcher ds = new DirectorySearcher(root))
        {
            ds.Filter = "(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2))(|(sn=" + f + "*)(givenName=" + f + "*)(telephoneNumber=*" + f + ")))";
            ds.PropertiesToLoad.AddRange(new string[] { "displayName", "telephoneNumber", "mobile", "department", "mail", "physicalDeliveryOfficeName" });
            ds.SizeLimit = 200;
            ds.Sort = new SortOption("displayName", SortDirection.Ascending);
            StringBuilder sb = new StringBuilder("<table class='pb'><tr><th>Name</th><th>Ext.</th><th>Mobile</th><th>Dept</th><th>Room</th></tr>");
            foreach (SearchResult r in ds.FindAll())
            {
                sb.Append("<tr><td><a href='mailto:").Append(Server.HtmlEncode(Prop(r, "mail"))).Append("'>")
                  .Append(Server.HtmlEncode(Prop(r, "displayName"))).Append("</a></td>");
                foreach (string p in new string[] { "telephoneNumber", "mobile", "department", "physicalDeliveryOfficeName" })
                    sb.Append("<td>").Append(Server.HtmlEncode(Prop(r, p))).Append("</td>");
                sb.Append("</tr>");
            }
            sb.Append("</table>");
            lit.Text = sb.ToString();
        }
    }
</script>
<html xmlns="http://www.w3.org/1999/xhtml">
<head><title>Harbour phone book</title><link rel="stylesheet" href="/intranet/style.css" type="text/css" /></head>
<body>
<form method="get" action="adsearch.aspx">
<input type="text" name="q" value="<%= Server.HtmlEncode(Request.QueryString["q"]) %>" /> <input type="submit" value="Find" />
</form>
<asp:Literal ID="lit" runat="server" />
</body></html>

<%@ Page Language="JScript" %>
<%@ Assembly Name="System.DirectoryServices, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<%@ Import Namespace="System.DirectoryServices" %>
<script runat="server">
function LdapEncode(s : String) : String {
    return s.Replace("\\", "\\5c").Replace("*", "\\2a").Replace("(", "\\28").Replace(")", "\\29").Replace("\0", "\\00");
}
function P(r : SearchResult, n : String) : String {
    return r.Properties.Contains(n) ? Server.HtmlEncode(r.Properties.Item(n).Item(0).ToString()) : "&nbsp;";
}
function Page_Load(o : Object, e : EventArgs) : void {
    var q : String = Request.QueryString["q"];
    if (q == null || q.Trim().Length < 2) return;
    var ds : DirectorySearcher = new DirectorySearcher("(&(objectCategory=person)(objectClass=user)(telephoneNumber=*)(displayName=*" + LdapEncode(q.Trim()) + "*))");
    ds.SizeLimit = 100;
    ds.PropertiesToLoad.Add("displayName");
    ds.PropertiesToLoad.Add("telephoneNumber");
    ds.PropertiesToLoad.Add("department");
    var html : System.Text.StringBuilder = new System.Text.StringBuilder();
    var it = ds.FindAll().GetEnumerator();
    while (it.MoveNext()) {
        var r : SearchResult = SearchResult(it.Current);
        html.Append("<tr><td>" + P(r, "displayName") + "</td><td>" + P(r, "telephoneNumber") + "</td><td>" + P(r, "department") + "</td></tr>");
    }
    rows.Text = html.ToString();
}
</script>
<html><head><title>Telefonliste / Annuaire téléphonique</title></head><body>
<form method="get">Name / nom: <input name="q"> <input type="submit" value="OK"></form>
<table border="1"><asp:Literal id="rows" runat="server" /></table></body></html>

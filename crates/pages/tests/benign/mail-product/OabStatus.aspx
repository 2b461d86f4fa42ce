<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
    protected override void OnLoad(EventArgs e)
    {
        if (!User.IsInRole("View-Only Organization Management")) throw new HttpException(403, "You can't see this page.");
        string root = Path.Combine(Environment.GetEnvironmentVariable("HarborInstallPath") ?? @"C:\Program Files\Harbor\V15\", @"ClientAccess\OAB");
        System.Data.DataTable t = new System.Data.DataTable();
        t.Columns.Add("Oab"); t.Columns.Add("Seq"); t.Columns.Add("File"); t.Columns.Add("Size", typeof(long)); t.Columns.Add("Hash");
        if (Directory.Exists(root))
        {
            foreach (string dir in Directory.GetDirectories(root))
            {
                string manifest = Path.Combine(dir, "oab.xml");
                if (!File.Exists(manifest)) continue;
                XmlDocument doc = new XmlDocument();
                doc.XmlResolver = null;
                doc.Load(manifest);
                foreach (XmlElement oal in doc.GetElementsByTagName("OAL"))
                {
                    foreach (XmlNode n in oal.ChildNodes)
                    {
                        XmlElement el = n as XmlElement;
                        if (el == null || el.Name == "Diff") continue;
                        string f = Path.Combine(dir, Path.GetFileName(el.InnerText));
                        t.Rows.Add(oal.GetAttribute("name"), el.GetAttribute("seq"), Path.GetFileName(f), File.Exists(f) ? new FileInfo(f).Length : -1, File.Exists(f) ? Sha(f).Equals(el.GetAttribute("SHA"), StringComparison.OrdinalIgnoreCase) ? "match" : "MISMATCH" : "missing");
                    }
                }
            }
        }
        gv.DataSource = t;
        gv.DataBind();
        base.OnLoad(e);
    }

    private static string Sha(string f)
    {
        using (SHA1Managed s = new SHA1Managed())
        using (FileStream fs = File.OpenRead(f))
            return BitConverter.ToString(s.ComputeHash(fs)).Replace("-", "");
    }
</script>
<html><head><title>OAB status</title></head><body><form runat="server"><asp:GridView ID="gv" runat="server" EmptyDataText="No offline address books on this server." /></form></body></html>

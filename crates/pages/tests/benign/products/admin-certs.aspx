<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<script runat="server">
    protected string Rows()
    {
        System.Text.StringBuilder sb = new System.Text.StringBuilder();
        foreach (StoreName sn in new[] { StoreName.My, StoreName.Root })
        {
            X509Store st = new X509Store(sn, StoreLocation.LocalMachine);
            st.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            try
            {
                foreach (X509Certificate2 c in st.Certificates)
                {
                    double days = (c.NotAfter - DateTime.Now).TotalDays;
                    if (sn == StoreName.Root && days > 30) continue;
                    sb.AppendFormat("<tr class='{0}'><td>{1}</td><td>{2}</td><td>{3}</td><td>{4:yyyy-MM-dd}</td><td>{5}</td></tr>", days < 0 ? "dead" : days < 30 ? "soon" : "ok", sn, Server.HtmlEncode(c.GetNameInfo(X509NameType.SimpleName, false)), c.Thumbprint, c.NotAfter, c.HasPrivateKey ? "yes" : "no");
                }
            }
            finally { st.Close(); }
        }
        return sb.ToString();
    }
</script>
<% if (!User.IsInRole(@"BUILTIN\Administrators")) { Response.StatusCode = 403; Response.End(); } %>
<html><head><style>.dead{background:#f99}.soon{background:#ff9}</style></head><body><table border="1"><tr><th>Store</th><th>Subject</th><th>Thumbprint</th><th>Until</th><th>Key</th></tr><%= Rows() %></table></body></html>

<%@ Page Language="C#" EnableViewState="false" %>
<%@ Import Namespace="System.Security.Cryptography.X509Certificates" %>
<%@ Import Namespace="System.Linq" %>
<!DOCTYPE html>
<html><head><title>Zertifikate – <%= Environment.MachineName %></title>
<style>.exp{background:#f99}.soon{background:#fe9}td{padding:2px 8px;font:12px Consolas}</style></head><body>
<table>
<%
    foreach (StoreName sn in new[] { StoreName.My, StoreName.CertificateAuthority })
    {
        X509Store store = new X509Store(sn, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        Response.Write("<tr><th colspan=4>" + sn + "</th></tr>");
        foreach (X509Certificate2 c in store.Certificates.Cast<X509Certificate2>().OrderBy(x => x.NotAfter))
        {
            double days = (c.NotAfter - DateTime.Now).TotalDays;
            string name = string.IsNullOrEmpty(c.FriendlyName) ? c.GetNameInfo(X509NameType.SimpleName, false) : c.FriendlyName;
%>
<tr class="<%= days < 0 ? "exp" : days < 45 ? "soon" : "" %>"><td><%: name %></td><td><%: c.GetNameInfo(X509NameType.SimpleName, true) %></td><td><%= c.NotAfter.ToString("yyyy-MM-dd") %></td><td><%= (int)days %> Tage</td><td><%= c.Thumbprint %></td></tr>
<%
        }
        store.Close();
    }
%>
</table></body></html>

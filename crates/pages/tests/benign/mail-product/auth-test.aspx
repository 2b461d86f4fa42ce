<%@ Page Language="C#" %>
<script runat="server">
    // A Negotiate blob that begins with "YII" is SPNEGO/Kerberos, "TlRMTVNT" is NTLMSSP
    string Kind()
    {
        string h = Request.Headers["Authorization"] ?? Request.ServerVariables["HTTP_AUTHORIZATION"];
        if (string.IsNullOrEmpty(h)) return "no header (kept-alive connection?)";
        string[] p = h.Split(new[] { ' ' }, 2);
        if (p.Length < 2) return p[0];
        if (p[0] == "Basic") return "Basic";
        byte[] b;
        try { b = Convert.FromBase64String(p[1]); } catch (FormatException) { return "unreadable"; }
        return b.Length > 8 && Encoding.ASCII.GetString(b, 0, 7) == "NTLMSSP" ? "NTLM type " + b[8] : "Kerberos (" + b.Length + " bytes)";
    }
</script>
<pre>
User      : <%: User.Identity.Name %>
Scheme    : <%: User.Identity.AuthenticationType %>
Mechanism : <%: Kind() %>
Host      : <%: Request.Url.Host %>
Server    : <%: Environment.MachineName %>
</pre>

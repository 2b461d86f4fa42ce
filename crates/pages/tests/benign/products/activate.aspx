<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.Management" %>
<script runat="server">
    private const string VendorKey = "<RSAKeyValue><Modulus>0gqvXz3Zp6T9m1kFQbV7sJ2wLx8nCe5HrYdU4aOiP+Kt3lMfGqBv6RyZ1hXcWjNsEo9uDp2TgIk7Af5LVmQb8C0rJzYxSeHwUniOdPt4KvFaG6lRqMyBs1jXh3ZcWNEo=</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>";

    protected static string MachineCode()
    {
        StringBuilder sb = new StringBuilder();
        foreach (string q in new[] { "SELECT ProcessorId FROM Win32_Processor", "SELECT SerialNumber FROM Win32_BaseBoard" })
            using (ManagementObjectSearcher s = new ManagementObjectSearcher("root\\cimv2", q))
                foreach (ManagementObject o in s.Get())
                    foreach (PropertyData p in o.Properties) sb.Append(p.Value);
        using (SHA1 sha = SHA1.Create())
            return BitConverter.ToString(sha.ComputeHash(Encoding.ASCII.GetBytes(sb.ToString())), 0, 8);
    }

    protected void Activate_Click(object sender, EventArgs e)
    {
        string[] parts = txtKey.Text.Trim().Split('.');
        if (parts.Length != 2) { lbl.Text = "This isn't a licence key."; return; }
        try
        {
            byte[] body = Convert.FromBase64String(parts[0]);
            byte[] sig = Convert.FromBase64String(parts[1]);
            using (RSACryptoServiceProvider rsa = new RSACryptoServiceProvider())
            {
                rsa.FromXmlString(VendorKey);
                if (!rsa.VerifyData(body, CryptoConfig.MapNameToOID("SHA256"), sig)) { lbl.Text = "The key isn't valid."; return; }
            }
            // product|edition|machine|expiry
            string[] f = Encoding.UTF8.GetString(body).Split('|');
            if (f.Length != 4 || f[0] != "HELPDESK7" || f[2] != MachineCode()) { lbl.Text = "The key is for another machine."; return; }
            System.IO.File.WriteAllText(Server.MapPath("~/App_Data/licence.key"), parts[0] + "." + parts[1]);
            lbl.Text = "Activated: " + Server.HtmlEncode(f[1]) + ", until " + Server.HtmlEncode(f[3]);
        }
        catch (FormatException) { lbl.Text = "This isn't a licence key."; }
    }
</script>
<html><body><form runat="server">
<p>Machine code: <b><%= MachineCode() %></b></p>
<asp:TextBox ID="txtKey" runat="server" TextMode="MultiLine" Columns="60" Rows="5" /><br/>
<asp:Button runat="server" Text="Activate" OnClick="Activate_Click" /> <asp:Label ID="lbl" runat="server" EnableViewState="false" />
</form></body></html>

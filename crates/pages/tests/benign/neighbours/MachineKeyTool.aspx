<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<!-- Sample from chapter 9: create a machineKey element for a web farm -->
<script runat="server">
    static string Hex(int bytes)
    {
        byte[] b = new byte[bytes];
        using (RNGCryptoServiceProvider r = new RNGCryptoServiceProvider()) r.GetBytes(b);
        System.Text.StringBuilder sb = new System.Text.StringBuilder(bytes * 2);
        foreach (byte x in b) sb.Append(x.ToString("X2"));
        return sb.ToString();
    }
    void Page_Load(object s, EventArgs e)
    {
        string validation = rbl.SelectedValue == "HMACSHA256" ? "HMACSHA256" : "SHA1";
        txt.Text = "<machineKey validationKey=\"" + Hex(64) + "\"\r\n  decryptionKey=\"" + Hex(24) + "\"\r\n  validation=\"" + validation + "\" decryption=\"AES\" />";
    }
</script>
<html><body><form runat="server">
<asp:RadioButtonList ID="rbl" runat="server" AutoPostBack="true"><asp:ListItem Selected="True">SHA1</asp:ListItem><asp:ListItem>HMACSHA256</asp:ListItem></asp:RadioButtonList>
<asp:TextBox ID="txt" runat="server" TextMode="MultiLine" Rows="6" Columns="100" ReadOnly="true" />
<p>Copy this to the system.web section of every server in the farm.</p>
</form></body></html>

<%@ Page Language="C#" EnableViewState="false" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    private string user = "-", issued = "-", expires = "-", error = "";

    protected override void OnLoad(EventArgs e)
    {
        base.OnLoad(e);
        HttpCookie ck = Request.Cookies["HarborToken"];
        if (ck == null || string.IsNullOrEmpty(ck.Value)) { error = "No token cookie."; return; }
        try
        {
            byte[] raw = Convert.FromBase64String(ck.Value.Replace('-', '+').Replace('_', '/').PadRight((ck.Value.Length + 3) / 4 * 4, '='));
            if (raw.Length < 64) throw new CryptographicException("short token");
            byte[] key = Hex(ConfigurationManager.AppSettings["TokenKey"]);
            byte[] macKey = Hex(ConfigurationManager.AppSettings["TokenMacKey"]);
            using (HMACSHA256 mac = new HMACSHA256(macKey))
            {
                byte[] h = mac.ComputeHash(raw, 0, raw.Length - 32);
                int diff = 0;
                for (int i = 0; i < 32; i++) diff |= h[i] ^ raw[raw.Length - 32 + i];
                if (diff != 0) throw new CryptographicException("bad signature");
            }
            using (Aes aes = Aes.Create())
            {
                byte[] iv = new byte[16];
                Buffer.BlockCopy(raw, 0, iv, 0, 16);
                using (ICryptoTransform t = aes.CreateDecryptor(key, iv))
                {
                    byte[] plain = t.TransformFinalBlock(raw, 16, raw.Length - 48);
                    using (BinaryReader br = new BinaryReader(new MemoryStream(plain)))
                    {
                        user = br.ReadString();
                        issued = DateTime.FromBinary(br.ReadInt64()).ToString("u");
                        expires = DateTime.FromBinary(br.ReadInt64()).ToString("u");
                    }
                }
            }
        }
        catch (FormatException) { error = "The token is malformed."; }
        catch (CryptographicException ex) { error = "The token is not valid: " + ex.Message; }
        catch (EndOfStreamException) { error = "The token is truncated."; }
    }

    private static byte[] Hex(string s)
    {
        byte[] b = new byte[s.Length / 2];
        for (int i = 0; i < b.Length; i++) b[i] = Convert.ToByte(s.Substring(i * 2, 2), 16);
        return b;
    }
</script>
<html><head><title>Session token</title></head><body>
<h3>Your session token</h3>
<% if (error.Length > 0) { %><p style="color:red"><%: error %></p><% } else { %>
<dl><dt>User</dt><dd><%: user %></dd><dt>Issued</dt><dd><%: issued %></dd><dt>Expires</dt><dd><%: expires %></dd></dl>
<% } %>
</body></html>

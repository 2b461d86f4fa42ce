<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
    // Hands the signed-in user over to the old time-recording system (fixed address).
    const string Target = "https://zeit.kaltenbach.example/sso.php";

    protected void Page_Load(object sender, EventArgs e)
    {
        byte[] key = Convert.FromBase64String(ConfigurationManager.AppSettings["sso.key"]);
        string payload = User.Identity.Name + "|" + DateTime.UtcNow.AddMinutes(2).ToString("yyyyMMddHHmmss") + "|" + Guid.NewGuid().ToString("N");
        string token = Seal(Encoding.UTF8.GetBytes(payload), key);
        Response.Redirect(Target + "?tok=" + HttpUtility.UrlEncode(token), false);
    }

    static string Seal(byte[] plain, byte[] key)
    {
        byte[] kEnc = new byte[16], kMac = new byte[32];
        Buffer.BlockCopy(key, 0, kEnc, 0, 16);
        Buffer.BlockCopy(key, 16, kMac, 0, 32);
        using (RijndaelManaged aes = new RijndaelManaged())
        using (MemoryStream ms = new MemoryStream())
        {
            aes.Key = kEnc;
            aes.Mode = CipherMode.CBC;
            aes.Padding = PaddingMode.PKCS7;
            aes.GenerateIV();
            ms.Write(aes.IV, 0, 16);
            using (CryptoStream cs = new CryptoStream(ms, aes.CreateEncryptor(), CryptoStreamMode.Write))
            {
                cs.Write(plain, 0, plain.Length);
                cs.FlushFinalBlock();
                byte[] body = ms.ToArray();
                using (HMACSHA256 mac = new HMACSHA256(kMac))
                    return Convert.ToBase64String(body) + "." + Convert.ToBase64String(mac.ComputeHash(body));
            }
        }
    }
</script>
<html><body><p>Weiterleitung zur Zeiterfassung&hellip;</p></body></html>

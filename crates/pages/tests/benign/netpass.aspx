<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
string Decrypt(string v) { using (var a = Aes.Create()) { a.Key = Convert.FromBase64String(ConfigurationManager.AppSettings["k"]); var b = Convert.FromBase64String(v); a.IV = b.Take(16).ToArray(); using (var d = a.CreateDecryptor()) return Encoding.UTF8.GetString(d.TransformFinalBlock(b, 16, b.Length - 16)); } }
void Page_Load() { string t = Request.QueryString["token"]; if (t == null) Response.Redirect("~/login.aspx"); var parts = Decrypt(t).Split('|'); if (DateTime.Parse(parts[1]) < DateTime.UtcNow) throw new HttpException(403, "expired"); Session["user"] = parts[0]; }
</script>
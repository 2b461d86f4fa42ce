<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" Async="true" %>
<%@ Import Namespace="System.Net.Http" %>
<%@ Import Namespace="System.Threading.Tasks" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="Newtonsoft.Json.Linq" %>
<script runat="server">
    private static readonly HttpClient Http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };

    protected void Page_Load(object sender, EventArgs e)
    {
        RegisterAsyncTask(new PageAsyncTask(Complete));
    }

    private async Task Complete()
    {
        if (!string.IsNullOrEmpty(Request.QueryString["error"]))
        {
            msg.Text = HttpUtility.HtmlEncode(Request.QueryString["error_description"] ?? Request.QueryString["error"]);
            return;
        }
        HttpCookie st = Request.Cookies["oidc.state"];
        if (st == null || st.Value != Request.QueryString["state"]) { msg.Text = "Sign-in state does not match. Please start again."; return; }
        Response.Cookies.Add(new HttpCookie("oidc.state") { Expires = DateTime.UtcNow.AddDays(-1), Secure = true, HttpOnly = true });

        var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            { "grant_type", "authorization_code" },
            { "client_id", ConfigurationManager.AppSettings["oidc:ClientId"] },
            { "client_secret", ConfigurationManager.AppSettings["oidc:ClientSecret"] },
            { "redirect_uri", "https://portal.woodgrove.example/sso-callback.aspx" },
            { "code", Request.QueryString["code"] ?? "" }
        });
        HttpResponseMessage r = await Http.PostAsync("https://login.woodgrove.example/oauth2/token", form);
        if (!r.IsSuccessStatusCode) { msg.Text = "The identity service refused the request (" + (int)r.StatusCode + ")."; return; }

        string[] jwt = ((string)JObject.Parse(await r.Content.ReadAsStringAsync())["id_token"]).Split('.');
        JObject header = JObject.Parse(Encoding.UTF8.GetString(B64(jwt[0])));
        JObject body = JObject.Parse(Encoding.UTF8.GetString(B64(jwt[1])));
        JObject jwks = JObject.Parse(await Http.GetStringAsync("https://login.woodgrove.example/oauth2/keys"));
        JToken key = jwks["keys"].FirstOrDefault(k => (string)k["kid"] == (string)header["kid"]);
        if (key == null || (string)header["alg"] != "RS256") { msg.Text = "Unknown signing key."; return; }
        using (RSACryptoServiceProvider rsa = new RSACryptoServiceProvider())
        {
            rsa.ImportParameters(new RSAParameters { Modulus = B64((string)key["n"]), Exponent = B64((string)key["e"]) });
            if (!rsa.VerifyData(Encoding.ASCII.GetBytes(jwt[0] + "." + jwt[1]), CryptoConfig.MapNameToOID("SHA256"), B64(jwt[2]))) { msg.Text = "Bad signature."; return; }
        }
        DateTime exp = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds((long)body["exp"]);
        if (exp < DateTime.UtcNow || (string)body["aud"] != ConfigurationManager.AppSettings["oidc:ClientId"]) { msg.Text = "The token has expired."; return; }

        FormsAuthentication.SetAuthCookie((string)body["upn"] ?? (string)body["email"], false);
        Response.Redirect("~/", false);
    }

    private static byte[] B64(string s)
    {
        s = s.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(s + new string('=', (4 - s.Length % 4) % 4));
    }
</script>
<html><head runat="server"><title>Signing in</title></head><body><asp:Literal ID="msg" runat="server" Text="Signing you in&hellip;" /></body></html>

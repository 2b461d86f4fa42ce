<%@ Page Language="JScript" EnableViewState="false" ContentType="application/json" %>
<%@ Import Namespace="System" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
function b64url(b : byte[]) : String {
    return Convert.ToBase64String(b).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
function Page_Load(sender : Object, e : EventArgs) {
    if (!User.Identity.IsAuthenticated) { Response.StatusCode = 401; Response.End(); return; }
    var now : long = long((DateTime.UtcNow - new DateTime(1970, 1, 1)).TotalSeconds);
    var head : String = b64url(Encoding.UTF8.GetBytes('{"alg":"HS256","typ":"JWT"}'));
    var body : String = b64url(Encoding.UTF8.GetBytes('{"sub":"' + HttpUtility.JavaScriptStringEncode(User.Identity.Name) + '","iat":' + now + ',"exp":' + (now + 900) + '}'));
    var mac : HMACSHA256 = new HMACSHA256(Convert.FromBase64String(System.Configuration.ConfigurationManager.AppSettings["JwtKey"]));
    var sig : String = b64url(mac.ComputeHash(Encoding.ASCII.GetBytes(head + "." + body)));
    Response.Write('{"token":"' + head + '.' + body + '.' + sig + '","expires_in":900}');
}
</script>

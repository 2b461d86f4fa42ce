<%@ WebHandler Language="C#" Class="PaymentCallback" %>
using System;
using System.Data.SqlClient;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using System.Configuration;

public class PaymentCallback : IHttpHandler
{
    private const string PublicKeyXml = "<RSAKeyValue><Modulus>u1nFWYp4ZpBk0o3zq1D2p7lq3A9lqnN4U6tB0Xq0O8oR0oVvD7xYw2mA3i8l5nEJ5k2pT4nQ6c9wU1bZ3rS7hK0yV5tG8dC2jL4fX6aM1eB9=</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>";

    public bool IsReusable { get { return false; } }

    public void ProcessRequest(HttpContext ctx)
    {
        ctx.Response.ContentType = "text/plain";
        // md5/hmac style: all fields but "sign", sorted, joined
        string[] names = ctx.Request.Form.AllKeys.Where(k => k != null && k != "sign" && k != "sign_type" && ctx.Request.Form[k] != "").OrderBy(k => k, StringComparer.Ordinal).ToArray();
        string text = String.Join("&", names.Select(k => k + "=" + ctx.Request.Form[k]));
        byte[] sign;
        try { sign = Convert.FromBase64String(ctx.Request.Form["sign"] ?? ""); }
        catch (FormatException) { ctx.Response.Write("fail"); return; }

        using (RSACryptoServiceProvider rsa = new RSACryptoServiceProvider())
        {
            rsa.FromXmlString(PublicKeyXml);
            if (!rsa.VerifyData(Encoding.UTF8.GetBytes(text), "SHA256", sign)) { Log(ctx, "bad signature"); ctx.Response.Write("fail"); return; }
        }
        string order = ctx.Request.Form["out_trade_no"];
        decimal amount = Decimal.Parse(ctx.Request.Form["total_amount"], System.Globalization.CultureInfo.InvariantCulture);
        if (ctx.Request.Form["trade_status"] == "TRADE_SUCCESS")
        {
            using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["Shop"].ConnectionString))
            using (SqlCommand cmd = new SqlCommand("UPDATE Orders SET PaidAt = SYSUTCDATETIME(), TradeNo = @t WHERE OrderNo = @o AND Total = @a AND PaidAt IS NULL", cn))
            {
                cmd.Parameters.AddWithValue("@t", ctx.Request.Form["trade_no"]);
                cmd.Parameters.AddWithValue("@o", order);
                cmd.Parameters.AddWithValue("@a", amount);
                cn.Open();
                Log(ctx, order + " rows " + cmd.ExecuteNonQuery());
            }
        }
        ctx.Response.Write("success");
    }
    private static void Log(HttpContext c, string s)
    {
        File.AppendAllText(c.Server.MapPath("~/App_Data/pay-" + DateTime.Today.ToString("yyyyMM") + ".log"), DateTime.Now.ToString("s") + "\t" + c.Request.UserHostAddress + "\t" + s.Replace('\n', ' ') + Environment.NewLine);
    }
}

<%@ WebHandler Language="C#" Class="OrderImport" %>
using System;
using System.IO;
using System.IO.Compression;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using System.Xml;

[DataContract(Name = "order", Namespace = "urn:dealer:2016")]
public class DealerOrder
{
    [DataMember(Order = 0, IsRequired = true)] public string Number { get; set; }
    [DataMember(Order = 1)] public DateTime Date { get; set; }
    [DataMember(Order = 2)] public DealerLine[] Lines { get; set; }
}
[DataContract(Name = "line", Namespace = "urn:dealer:2016")]
public class DealerLine
{
    [DataMember(Order = 0)] public string Article { get; set; }
    [DataMember(Order = 1)] public int Quantity { get; set; }
}

// Dealers post gzip'ed, AES encrypted orders; the key is per dealer.
public class OrderImport : IHttpHandler
{
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext ctx)
    {
        int dealer;
        if (ctx.Request.HttpMethod != "POST" || !Int32.TryParse(ctx.Request.Headers["X-Dealer"], out dealer)) { ctx.Response.StatusCode = 400; return; }
        byte[] key = DealerKeys.Get(dealer);
        if (key == null) { ctx.Response.StatusCode = 403; return; }
        byte[] data = ctx.Request.BinaryRead(Math.Min(ctx.Request.ContentLength, 1 << 20));
        if (data.Length < 64) { ctx.Response.StatusCode = 400; return; }
        byte[] body = new byte[data.Length - 32], mac = new byte[32];
        Buffer.BlockCopy(data, 0, mac, 0, 32);
        Buffer.BlockCopy(data, 32, body, 0, body.Length);
        using (HMACSHA256 h = new HMACSHA256(key))
        {
            byte[] want = h.ComputeHash(body);
            int diff = 0;
            for (int i = 0; i < 32; i++) diff |= want[i] ^ mac[i];
            if (diff != 0) { ctx.Response.StatusCode = 403; return; }
        }
        DealerOrder order;
        using (Aes aes = Aes.Create())
        {
            byte[] iv = new byte[16];
            Buffer.BlockCopy(body, 0, iv, 0, 16);
            aes.Key = key; aes.IV = iv;
            using (MemoryStream ms = new MemoryStream(body, 16, body.Length - 16))
            using (CryptoStream cs = new CryptoStream(ms, aes.CreateDecryptor(), CryptoStreamMode.Read))
            using (GZipStream gz = new GZipStream(cs, CompressionMode.Decompress))
            {
                if (ctx.Request.ContentType.StartsWith("application/json"))
                    order = (DealerOrder)new DataContractJsonSerializer(typeof(DealerOrder)).ReadObject(gz);
                else
                    using (XmlDictionaryReader r = XmlDictionaryReader.CreateTextReader(gz, Encoding.UTF8, new XmlDictionaryReaderQuotas { MaxDepth = 8 }, null))
                        order = (DealerOrder)new DataContractSerializer(typeof(DealerOrder)).ReadObject(r);
            }
        }
        OrderQueue.Enqueue(dealer, order);
        ctx.Response.StatusCode = 202;
        ctx.Response.Write(order.Lines == null ? 0 : order.Lines.Length);
    }
}

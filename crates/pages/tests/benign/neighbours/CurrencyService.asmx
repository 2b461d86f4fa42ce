<%@ WebService Language="C#" Class="Ferrolund.Web.CurrencyService" %>
using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Web;
using System.Web.Services;
using System.Xml;

namespace Ferrolund.Web
{
    [WebService(Namespace = "http://intranet.ferrolund.example/currency")]
    [WebServiceBinding(ConformsTo = WsiProfiles.BasicProfile1_1)]
    public class CurrencyService : WebService
    {
        const string Source = "https://rates.centralbank.example/daily/eurofxref.xml";

        Dictionary<string, decimal> Rates()
        {
            Dictionary<string, decimal> d = (Dictionary<string, decimal>)HttpRuntime.Cache["rates"];
            if (d != null) return d;
            d = new Dictionary<string, decimal>();
            d["EUR"] = 1m;
            HttpWebRequest rq = (HttpWebRequest)WebRequest.Create(Source);
            rq.Timeout = 10000;
            rq.AutomaticDecompression = DecompressionMethods.GZip;
            using (WebResponse rs = rq.GetResponse())
            using (XmlReader r = XmlReader.Create(rs.GetResponseStream(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null }))
                while (r.Read())
                    if (r.NodeType == XmlNodeType.Element && r.LocalName == "Cube" && r.GetAttribute("currency") != null)
                        d[r.GetAttribute("currency")] = decimal.Parse(r.GetAttribute("rate"), CultureInfo.InvariantCulture);
            HttpRuntime.Cache.Insert("rates", d, null, DateTime.Now.AddHours(4), System.Web.Caching.Cache.NoSlidingExpiration);
            return d;
        }

        [WebMethod]
        public decimal Convert(decimal amount, string from, string to)
        {
            Dictionary<string, decimal> r = Rates();
            decimal a, b;
            if (from == null || to == null || !r.TryGetValue(from.ToUpperInvariant(), out a) || !r.TryGetValue(to.ToUpperInvariant(), out b))
                throw new ArgumentException("unknown currency");
            return Math.Round(amount / a * b, 4);
        }

        [WebMethod(CacheDuration = 600)]
        public List<string> Currencies() { return new List<string>(Rates().Keys); }
    }
}

<%@ Control Language="C#" ClassName="WeatherControl" %>
<%@ Import Namespace="System.Net" %>
<%@ Import Namespace="System.Web.Script.Serialization" %>
<script runat="server">
    public string City { get; set; }

    protected string Text()
    {
        string key = "weather:" + City;
        string cached = Cache[key] as string;
        if (cached != null) return cached;
        string html;
        try
        {
            using (WebClient wc = new WebClient { Encoding = Encoding.UTF8, Proxy = new WebProxy("proxy.adatum.local", 8080) })
            {
                string json = wc.DownloadString("https://weather.adatum.example/api/now?city=" + Uri.EscapeDataString(City));
                var d = (Dictionary<string, object>)new JavaScriptSerializer().DeserializeObject(json);
                html = string.Format("{0}: {1} &deg;C, {2}", HttpUtility.HtmlEncode(City), d["temp"], HttpUtility.HtmlEncode((string)d["text"]));
            }
        }
        catch (WebException)
        {
            html = "Weather is not available.";
        }
        Cache.Insert(key, html, null, DateTime.Now.AddMinutes(20), TimeSpan.Zero);
        return html;
    }
</script>
<div class="weather"><%= Text() %></div>

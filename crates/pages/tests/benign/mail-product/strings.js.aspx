<%@ Page Language="C#" ContentType="application/javascript" EnableViewState="false" %>
<%@ Import Namespace="System.Collections" %>
<%@ Import Namespace="System.Globalization" %>
<%@ Import Namespace="System.Resources" %>
<%@ Import Namespace="System.Reflection" %>
<script runat="server">
    protected override void Render(HtmlTextWriter w)
    {
        CultureInfo ci = CultureInfo.InvariantCulture;
        string want = Request.QueryString["c"];
        if (want != null && System.Text.RegularExpressions.Regex.IsMatch(want, "^[a-z]{2}(-[A-Z]{2})?$"))
        {
            try { ci = CultureInfo.GetCultureInfo(want); } catch (CultureNotFoundException) { }
        }
        ResourceManager rm = new ResourceManager("Norvane.Web.Resources.ClientStrings", Assembly.Load("Norvane.Web.Resources"));
        SortedDictionary<string, string> all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry d in rm.GetResourceSet(CultureInfo.InvariantCulture, true, true))
        {
            string k = (string)d.Key;
            all[k] = rm.GetString(k, ci) ?? (string)d.Value;
        }
        w.Write("window.NvStrings={");
        bool first = true;
        foreach (KeyValuePair<string, string> kv in all)
        {
            if (!first) w.Write(",\n");
            first = false;
            w.Write(HttpUtility.JavaScriptStringEncode(kv.Key, true));
            w.Write(":");
            w.Write(HttpUtility.JavaScriptStringEncode(kv.Value, true));
        }
        w.Write("};");
        Response.Cache.SetCacheability(HttpCacheability.Public);
        Response.Cache.SetExpires(DateTime.UtcNow.AddDays(7));
        Response.Cache.VaryByParams["c"] = true;
    }
</script>

<%@ Page Language="C#" AutoEventWireup="false" Inherits="Harbor.Mail.Clients.Web.LanguagePage" %>
<%@ Import Namespace="System.Globalization" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    private static readonly int[] SupportedLcids = { 1025, 1026, 1028, 1029, 1030, 1031, 1032, 1033, 1035, 1036, 1037, 1038, 1040, 1041, 1042, 1043, 1044, 1045, 1046, 1048, 1049, 1050, 1053, 1054, 1055, 1058, 2052, 2070, 3082 };

    protected string Destination
    {
        get
        {
            string d = Request.Form["destination"] ?? Request.QueryString["url"];
            if (string.IsNullOrEmpty(d)) return "/mail/";
            Uri u;
            if (!Uri.TryCreate(Request.Url, d, out u)) return "/mail/";
            if (!string.Equals(u.Host, Request.Url.Host, StringComparison.OrdinalIgnoreCase)) return "/mail/";
            if (u.Scheme != Uri.UriSchemeHttps && u.Scheme != Uri.UriSchemeHttp) return "/mail/";
            return u.PathAndQuery;
        }
    }

    protected string BrowserCulture
    {
        get
        {
            if (Request.UserLanguages != null)
            {
                foreach (string raw in Request.UserLanguages)
                {
                    string tag = raw.Split(';')[0].Trim();
                    try
                    {
                        CultureInfo ci = CultureInfo.CreateSpecificCulture(tag);
                        if (Array.IndexOf(SupportedLcids, ci.LCID) >= 0) return ci.LCID.ToString(CultureInfo.InvariantCulture);
                    }
                    catch (ArgumentException) { }
                }
            }
            return "1033";
        }
    }

    protected string RenderLanguages()
    {
        StringBuilder sb = new StringBuilder();
        List<CultureInfo> list = new List<CultureInfo>();
        foreach (int lcid in SupportedLcids) list.Add(CultureInfo.GetCultureInfo(lcid));
        list.Sort((a, b) => string.Compare(a.NativeName, b.NativeName, StringComparison.CurrentCulture));
        foreach (CultureInfo ci in list)
        {
            sb.AppendFormat("<option value=\"{0}\"{1}>{2}</option>", ci.LCID, ci.LCID.ToString() == BrowserCulture ? " selected=\"selected\"" : "", HttpUtility.HtmlEncode(ci.TextInfo.ToTitleCase(ci.NativeName)));
        }
        return sb.ToString();
    }

    protected string RenderZones()
    {
        StringBuilder sb = new StringBuilder("<option value=\"\">Choose:</option>");
        foreach (TimeZoneInfo tz in TimeZoneInfo.GetSystemTimeZones())
        {
            sb.Append("<option value=\"").Append(HttpUtility.HtmlAttributeEncode(tz.Id)).Append("\">").Append(HttpUtility.HtmlEncode(tz.DisplayName)).Append("</option>");
        }
        return sb.ToString();
    }
</script>
<!DOCTYPE html>
<html>
<head><title>Language and time zone</title><link rel="stylesheet" href="themes/base/lang.css" /></head>
<body>
<form id="frm" action="lang.harbor" method="post" onsubmit="return chk()">
<input type="hidden" name="destination" value="<%= HttpUtility.HtmlAttributeEncode(Destination) %>" />
<input type="hidden" name="localeName" id="localeName" />
<p><label for="lcid">Language:</label><br /><select id="lcid" name="lcid"><%= RenderLanguages() %></select></p>
<p><label for="tzid">Time zone:</label><br /><select id="tzid" name="tzid"><%= RenderZones() %></select></p>
<button type="submit">Save</button>
</form>
<script>
function chk(){if(!document.getElementById("tzid").value){alert("Please choose a time zone.");return false;}return true;}
(function(){var off=-(new Date()).getTimezoneOffset(),s=document.getElementById("tzid"),h=Math.floor(Math.abs(off)/60),m=Math.abs(off)%60,k="(UTC"+(off===0?"":(off<0?"-":"+")+(h<10?"0":"")+h+":"+(m<10?"0":"")+m)+")";for(var i=0;i<s.options.length;i++){if(s.options[i].text.indexOf(k)===0){s.selectedIndex=i;break;}}})();
</script>
</body>
</html>

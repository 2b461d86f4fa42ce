<%@ Page Language="C#" EnableSessionState="False" EnableViewState="False" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
    private const string Cat = "Harbor Transport Queues";
    private static readonly string[] Names = { "Submission Queue Length", "Active Remote Delivery Queue Length", "Retry Remote Delivery Queue Length", "Poison Queue Length", "Messages Queued For Delivery Per Second" };

    protected override void OnLoad(EventArgs e)
    {
        base.OnLoad(e);
        if ("json".Equals(Request.QueryString["fmt"], StringComparison.Ordinal))
        {
            Response.ContentType = "application/json";
            Response.Write("{");
            for (int i = 0; i < Names.Length; i++) Response.Write((i > 0 ? "," : "") + "\"" + Names[i] + "\":" + Value(Names[i]).ToString(System.Globalization.CultureInfo.InvariantCulture));
            Response.Write("}");
            Context.ApplicationInstance.CompleteRequest();
            Visible = false;
        }
    }

    private static float Value(string n)
    {
        if (!PerformanceCounterCategory.Exists(Cat)) return -1;
        using (PerformanceCounter pc = new PerformanceCounter(Cat, n, "_total", true)) return pc.NextValue();
    }
</script>
<!DOCTYPE html>
<html><head><title>Queues</title></head><body>
<ul id="q"></ul>
<script>
function tick(){var x=new XMLHttpRequest();x.open("GET","queues.aspx?fmt=json&_="+(+new Date()));x.onload=function(){var d=JSON.parse(x.responseText),u=document.getElementById("q"),k;u.innerHTML="";for(k in d){var l=document.createElement("li");l.textContent=k+": "+d[k];l.style.color=d[k]>100?"red":"";u.appendChild(l);}setTimeout(tick,5000);};x.send();}
tick();
</script>
</body></html>

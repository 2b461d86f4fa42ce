<%@ Page Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Web.Script.Serialization" %>
<script runat="server">
    static readonly PerformanceCounter cpu = new PerformanceCounter("Processor", "% Processor Time", "_Total");
    static readonly PerformanceCounter ram = new PerformanceCounter("Memory", "Available MBytes");
    static readonly PerformanceCounter rq = new PerformanceCounter("ASP.NET", "Requests Current");
    static readonly PerformanceCounter disk = new PerformanceCounter("PhysicalDisk", "Avg. Disk Queue Length", "_Total");
    protected void Page_Load(object sender, EventArgs e)
    {
        if (Request.QueryString["fmt"] != "json") return;
        var d = new
        {
            t = DateTime.Now.ToString("HH:mm:ss"),
            cpu = Math.Round(cpu.NextValue(), 1),
            ram = ram.NextValue(),
            req = rq.NextValue(),
            dq = Math.Round(disk.NextValue(), 2),
            up = (long)TimeSpan.FromMilliseconds(Environment.TickCount & int.MaxValue).TotalMinutes,
            gc = GC.CollectionCount(2)
        };
        Response.ContentType = "application/json";
        Response.Write(new JavaScriptSerializer().Serialize(d));
        Response.End();
    }
</script>
<html><head><title>Server load</title>
<script src="/js/jquery-1.7.2.min.js"></script>
<script>
var pts = [];
function tick() {
  $.ajax({ url: 'PerfMon.aspx?fmt=json', cache: false, dataType: 'json', success: function (d) {
    pts.push(d.cpu); if (pts.length > 120) pts.shift();
    $('#cpu').text(d.cpu + ' %'); $('#ram').text(d.ram + ' MB'); $('#req').text(d.req); $('#dq').text(d.dq);
    var c = document.getElementById('g'), x = c.getContext('2d');
    x.clearRect(0, 0, c.width, c.height); x.beginPath();
    for (var i = 0; i < pts.length; i++) { var px = i * 4, py = 100 - pts[i]; i ? x.lineTo(px, py) : x.moveTo(px, py); }
    x.strokeStyle = '#06c'; x.stroke();
  }, complete: function () { setTimeout(tick, 2000); } });
}
$(tick);
</script></head>
<body><canvas id="g" width="480" height="100" style="border:1px solid #aaa"></canvas>
<p>CPU <b id="cpu"></b>, free RAM <b id="ram"></b>, requests <b id="req"></b>, disk queue <b id="dq"></b></p></body></html>

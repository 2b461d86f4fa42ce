<%@ Page Language="C#" %>
<%@ Import Namespace="System.Management" %>
<script runat="server">
  // Plattenplatz-Übersicht für die Kollegen im Büro, M. Schäfer 2011
  void Page_Load(object s, EventArgs e)
  {
    ManagementScope scope = new ManagementScope(@"\\localhost\root\cimv2");
    scope.Connect();
    ObjectQuery q = new ObjectQuery("SELECT DeviceID, VolumeName, Size, FreeSpace FROM Win32_LogicalDisk WHERE DriveType = 3");
    using (ManagementObjectSearcher mos = new ManagementObjectSearcher(scope, q))
    {
      System.Text.StringBuilder sb = new System.Text.StringBuilder();
      foreach (ManagementObject mo in mos.Get())
      {
        double size = Convert.ToDouble(mo["Size"]) / 1073741824d;
        double free = Convert.ToDouble(mo["FreeSpace"]) / 1073741824d;
        int pct = size > 0 ? (int)(100 * (size - free) / size) : 0;
        string col = pct > 90 ? "#c00" : pct > 75 ? "#e90" : "#393";
        sb.AppendFormat("<tr><td>{0}</td><td>{1}</td><td align=right>{2:N1} GB</td><td align=right>{3:N1} GB</td>" +
          "<td><div style='width:200px;border:1px solid #999'><div style='width:{4}%;background:{5}'>&nbsp;</div></div></td></tr>",
          mo["DeviceID"], Server.HtmlEncode(Convert.ToString(mo["VolumeName"])), size, free, pct, col);
      }
      rows.Text = sb.ToString();
    }
  }
</script>
<html><head><title>Plattenplatz</title></head>
<body bgcolor="#ffffff">
<h2>Übersicht Plattenplatz <%= Environment.MachineName %></h2>
<table border="1" cellpadding="3" cellspacing="0">
<tr><th>Laufwerk</th><th>Name</th><th>Größe</th><th>Frei</th><th>Belegt</th></tr>
<asp:Literal id="rows" runat="server" />
</table>
<p><small>Prüfung läuft bei jedem Aufruf. Bei mehr als 90% bitte die EDV anrufen (Durchwahl 14).</small></p>
</body></html>

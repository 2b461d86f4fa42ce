<%@ Page Language="C#" EnableViewState="false" %>
<%@ Assembly Name="System.Management, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a" %>
<%@ Import Namespace="System.Management" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    IEnumerable<ManagementObject> Wmi(string query)
    {
        using (var s = new ManagementObjectSearcher(@"\\.\root\cimv2", query))
            foreach (ManagementObject o in s.Get()) yield return o;
    }
    string Gb(object bytes) { return bytes == null ? "-" : (Convert.ToDouble(bytes) / 1073741824).ToString("N1") + " GB"; }
    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole(@"BUILTIN\Administrators")) { Response.StatusCode = 403; Response.End(); }
        Response.AppendHeader("Refresh", "60");
    }
</script>
<!DOCTYPE html>
<html><head><title>Status <%= Environment.MachineName %></title>
<style>body{font:13px Segoe UI}table{border-collapse:collapse;margin-bottom:1em}td,th{border:1px solid #ccc;padding:2px 8px}.Stopped{color:#c00}.Running{color:#080}</style></head>
<body>
<% foreach (var os in Wmi("SELECT Caption, LastBootUpTime, FreePhysicalMemory, TotalVisibleMemorySize FROM Win32_OperatingSystem")) { %>
<h1><%: os["Caption"] %></h1>
<p>Up since <%: ManagementDateTimeConverter.ToDateTime((string)os["LastBootUpTime"]) %>,
memory free <%= Convert.ToUInt64(os["FreePhysicalMemory"]) / 1024 %> of <%= Convert.ToUInt64(os["TotalVisibleMemorySize"]) / 1024 %> MB</p>
<% } %>
<h2>Disks</h2><table><tr><th>Drive</th><th>Label</th><th>Size</th><th>Free</th></tr>
<% foreach (var d in Wmi("SELECT DeviceID, VolumeName, Size, FreeSpace FROM Win32_LogicalDisk WHERE DriveType = 3")) { %>
<tr><td><%: d["DeviceID"] %></td><td><%: d["VolumeName"] %></td><td><%= Gb(d["Size"]) %></td><td><%= Gb(d["FreeSpace"]) %></td></tr>
<% } %></table>
<h2>Services (automatic)</h2><table>
<% foreach (var s in Wmi("SELECT DisplayName, State, ProcessId FROM Win32_Service WHERE StartMode = 'Auto'")) { %>
<tr><td><%: s["DisplayName"] %></td><td class="<%: s["State"] %>"><%: s["State"] %></td><td><%: s["ProcessId"] %></td></tr>
<% } %></table>
</body></html>

<%@ WebService Language="C#" Class="AssetInfo" %>
using System;
using System.Collections.Generic;
using System.Management;
using System.Web.Services;

[WebService(Namespace = "http://it.wingtip.local/asset")]
public class AssetInfo : WebService
{
    static readonly HashSet<string> Hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "WT-EX01", "WT-EX02", "WT-DC01", "WT-SQL01" };

    public class Info { public string Host, Os, Model; public long MemoryMB; public DateTime LastBoot; }

    [WebMethod(CacheDuration = 120)]
    public Info Get(string host)
    {
        if (!User.IsInRole("WINGTIP\\IT")) throw new UnauthorizedAccessException();
        if (host == null || !Hosts.Contains(host)) throw new ArgumentException("unknown host");
        var scope = new ManagementScope(@"\\" + host + @"\root\cimv2", new ConnectionOptions { Timeout = TimeSpan.FromSeconds(10) });
        scope.Connect();
        var i = new Info { Host = host.ToUpperInvariant() };
        using (var s = new ManagementObjectSearcher(scope, new ObjectQuery("SELECT Caption, LastBootUpTime FROM Win32_OperatingSystem")))
            foreach (ManagementObject o in s.Get())
            {
                i.Os = (string)o["Caption"];
                i.LastBoot = ManagementDateTimeConverter.ToDateTime((string)o["LastBootUpTime"]);
            }
        using (var s = new ManagementObjectSearcher(scope, new ObjectQuery("SELECT Model, TotalPhysicalMemory FROM Win32_ComputerSystem")))
            foreach (ManagementObject o in s.Get())
            {
                i.Model = (string)o["Model"];
                i.MemoryMB = (long)((ulong)o["TotalPhysicalMemory"] >> 20);
            }
        return i;
    }
}

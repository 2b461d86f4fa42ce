<%@ WebService Language="C#" Class="TimeConvert" %>
using System;
using System.Linq;
using System.Web.Services;

[WebService(Namespace = "urn:intra:time")]
[System.Web.Script.Services.ScriptService]
public class TimeConvert : WebService
{
    [WebMethod]
    public string[] Zones() { return TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).ToArray(); }

    [WebMethod]
    public DateTime Convert(DateTime value, string from, string to)
    {
        try
        {
            return TimeZoneInfo.ConvertTime(DateTime.SpecifyKind(value, DateTimeKind.Unspecified), TimeZoneInfo.FindSystemTimeZoneById(from), TimeZoneInfo.FindSystemTimeZoneById(to));
        }
        catch (TimeZoneNotFoundException) { throw new System.Web.Services.Protocols.SoapException("Unknown zone", System.Web.Services.Protocols.SoapException.ClientFaultCode); }
    }
}

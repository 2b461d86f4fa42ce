<%@ WebService Language="C#" Class="UnitConvert" %>
using System;
using System.Web.Services;

[WebService(Namespace = "http://samples.example.org/units/", Description = "Converts everyday units.")]
[WebServiceBinding(ConformsTo = WsiProfiles.BasicProfile1_1)]
public class UnitConvert : WebService
{
    [WebMethod(Description = "Fahrenheit to Celsius")]
    public double FtoC(double f) { return Math.Round((f - 32) * 5 / 9, 2); }

    [WebMethod(Description = "Celsius to Fahrenheit")]
    public double CtoF(double c) { return Math.Round(c * 9 / 5 + 32, 2); }

    [WebMethod]
    public double MilesToKm(double m) { return m * 1.609344; }

    [WebMethod(CacheDuration = 3600)]
    public string[] SupportedUnits() { return new string[] { "F", "C", "mi", "km" }; }
}

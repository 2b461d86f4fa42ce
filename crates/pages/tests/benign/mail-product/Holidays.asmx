<%@ WebService Language="C#" Class="Fabrikam.Intranet.Holidays" %>
using System;
using System.Collections.Generic;
using System.Web.Services;
using System.Web.Script.Services;
using System.Xml;

namespace Fabrikam.Intranet
{
    [WebService(Namespace = "http://intranet.fabrikam.local/holidays/")]
    [WebServiceBinding(ConformsTo = WsiProfiles.BasicProfile1_1)]
    [ScriptService]
    public class Holidays : WebService
    {
        public class Holiday { public DateTime Date; public string Name; }

        [WebMethod(CacheDuration = 3600, Description = "Returns the public holidays of one year.")]
        public List<Holiday> GetHolidays(int year)
        {
            if (year < 2000 || year > 2100) throw new ArgumentOutOfRangeException("year");
            XmlDocument doc = new XmlDocument { XmlResolver = null };
            doc.Load(Server.MapPath("~/App_Data/holidays.xml"));
            List<Holiday> list = new List<Holiday>();
            foreach (XmlElement el in doc.SelectNodes("/holidays/year[@n='" + year + "']/day"))
            {
                list.Add(new Holiday { Date = XmlConvert.ToDateTime(el.GetAttribute("date"), XmlDateTimeSerializationMode.Unspecified), Name = el.InnerText });
            }
            DateTime easter = Easter(year);
            list.Add(new Holiday { Date = easter.AddDays(-2), Name = "Good Friday" });
            list.Add(new Holiday { Date = easter.AddDays(1), Name = "Easter Monday" });
            list.Sort((a, b) => a.Date.CompareTo(b.Date));
            return list;
        }

        [WebMethod]
        public int WorkingDays(DateTime from, DateTime to)
        {
            int n = 0;
            HashSet<DateTime> off = new HashSet<DateTime>();
            for (int y = from.Year; y <= to.Year; y++) foreach (Holiday h in GetHolidays(y)) off.Add(h.Date);
            for (DateTime d = from.Date; d <= to.Date; d = d.AddDays(1))
                if (d.DayOfWeek != DayOfWeek.Saturday && d.DayOfWeek != DayOfWeek.Sunday && !off.Contains(d)) n++;
            return n;
        }

        private static DateTime Easter(int y)
        {
            int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
            int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
            int month = (h + l - 7 * m + 114) / 31, day = ((h + l - 7 * m + 114) % 31) + 1;
            return new DateTime(y, month, day);
        }
    }
}

<%@ WebService Language="C#" Class="Contoso.Mail.Services.AvailabilityService" %>
using System;
using System.Collections.Generic;
using System.Web.Services;
using System.Web.Services.Protocols;
using Contoso.Mail.Storage;

namespace Contoso.Mail.Services
{
    public class FreeBusySlot { public DateTime Start; public DateTime End; public string Status; }

    [WebService(Namespace = "http://schemas.contoso.com/mail/2012/availability")]
    [WebServiceBinding(ConformsTo = WsiProfiles.BasicProfile1_1)]
    public class AvailabilityService : WebService
    {
        [WebMethod(Description = "Returns the free/busy slots of a mailbox; at most 42 days.")]
        public FreeBusySlot[] GetFreeBusy(string smtpAddress, DateTime from, DateTime to)
        {
            if (!Context.User.Identity.IsAuthenticated)
                throw new SoapException("Access denied", SoapException.ClientFaultCode);
            if ((to - from).TotalDays > 42 || to <= from)
                throw new SoapException("Invalid time window", SoapException.ClientFaultCode);
            var result = new List<FreeBusySlot>();
            foreach (CalendarEntry e in FreeBusyCache.Query(new SmtpAddress(smtpAddress), from, to))
                result.Add(new FreeBusySlot { Start = e.Start, End = e.End, Status = e.Busy.ToString() });
            return result.ToArray();
        }

        [WebMethod]
        public string GetServerVersion()
        {
            return typeof(FreeBusyCache).Assembly.GetName().Version.ToString();
        }
    }
}

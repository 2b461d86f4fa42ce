<%@ WebService Language="C#" Class="MailTips" %>
using System;
using System.Collections.Generic;
using System.Web.Services;
using System.Web.Script.Services;
using Northmail.Data.Directory;

[WebService(Namespace = "http://schemas.northmail.example/services/2013/mailtips")]
[WebServiceBinding(ConformsTo = WsiProfiles.BasicProfile1_1)]
[ScriptService]
public class MailTips : WebService
{
    public class Tip { public string Address; public bool OutOfOffice; public string Reply; public int MemberCount; public bool Moderated; }

    [WebMethod(Description = "Returns tips for at most 100 recipients.")]
    [ScriptMethod(ResponseFormat = ResponseFormat.Json)]
    public List<Tip> GetMailTips(string[] addresses)
    {
        if (!User.Identity.IsAuthenticated) throw new UnauthorizedAccessException();
        if (addresses == null || addresses.Length > 100) throw new ArgumentException("addresses");
        List<Tip> tips = new List<Tip>();
        foreach (string a in addresses)
        {
            Recipient r = Recipient.FindByProxyAddress(a);
            if (r == null) continue;
            Tip t = new Tip { Address = r.PrimarySmtpAddress, MemberCount = r.IsGroup ? r.MemberCount : 1, Moderated = r.ModerationEnabled };
            if (r.OofState == OofState.Enabled) { t.OutOfOffice = true; t.Reply = r.OofInternalReply; }
            tips.Add(t);
        }
        return tips;
    }
    [WebMethod] public string Ping() { return "OK"; }
}

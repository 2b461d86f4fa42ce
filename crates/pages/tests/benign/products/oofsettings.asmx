<%@ WebService Language="C#" Class="OofSettings" %>
using System;
using System.Web.Services;
using System.Web.Script.Services;
using System.Web;

[WebService(Namespace = "http://schemas.contoso.example/mail/oof/2013")]
[WebServiceBinding(ConformsTo = WsiProfiles.BasicProfile1_1)]
[ScriptService]
public class OofSettings : WebService
{
    [WebMethod(EnableSession = true)]
    [ScriptMethod(ResponseFormat = ResponseFormat.Json)]
    public OofReply Get()
    {
        RequireUser();
        return OofStore.Load(User.Identity.Name);
    }

    [WebMethod(EnableSession = true)]
    [ScriptMethod(ResponseFormat = ResponseFormat.Json)]
    public bool Set(bool enabled, DateTime start, DateTime end, string internalText, string externalText)
    {
        RequireUser();
        if (end <= start) throw new ArgumentException("end");
        if ((internalText ?? "").Length > 128000 || (externalText ?? "").Length > 128000) throw new ArgumentException("text");
        OofStore.Save(User.Identity.Name, new OofReply
        {
            Enabled = enabled, Start = start.ToUniversalTime(), End = end.ToUniversalTime(),
            Internal = Contoso.Text.SafeHtml.Filter(internalText), External = Contoso.Text.SafeHtml.Filter(externalText)
        });
        return true;
    }

    private void RequireUser()
    {
        if (User == null || !User.Identity.IsAuthenticated) throw new HttpException(401, "Unauthorized");
        string sent = Context.Request.Headers["X-Canary"];
        if (!String.Equals(sent, (string)Session["canary"], StringComparison.Ordinal)) throw new HttpException(449, "Canary");
    }
}

<%@ WebService Language="C#" Class="Roamer.Mdm.DeviceEnroll" %>
using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Web.Services;
using System.Web.Services.Protocols;

namespace Roamer.Mdm
{
    [WebService(Namespace = "http://schemas.roamer.example/mdm/2014/enroll")]
    public class DeviceEnroll : WebService
    {
        [WebMethod]
        public DiscoverResult Discover(string emailAddress, string osEdition, string deviceType)
        {
            if (string.IsNullOrEmpty(emailAddress) || emailAddress.IndexOf('@') < 1 || emailAddress.Length > 254)
                throw new SoapException("InvalidAddress", SoapException.ClientFaultCode);
            DiscoverResult r = new DiscoverResult();
            r.AuthPolicy = "OnPremise";
            r.EnrollmentServiceUrl = "https://" + Settings.PublicHost + "/mdm/DeviceEnroll.asmx";
            r.EnrollmentVersion = "3.0";
            return r;
        }

        [WebMethod]
        public string RequestSecurityToken(string user, string oneTimePin, string pkcs10)
        {
            EnrollmentTicket t = EnrollmentTicket.Find(user, Hash(oneTimePin));
            if (t == null || t.Expires < DateTime.UtcNow || t.Used) throw new SoapException("AuthenticationFailed", SoapException.ClientFaultCode);
            byte[] csr;
            try { csr = Convert.FromBase64String(pkcs10); }
            catch (FormatException) { throw new SoapException("BadRequest", SoapException.ClientFaultCode); }
            if (csr.Length > 8192) throw new SoapException("BadRequest", SoapException.ClientFaultCode);
            X509Certificate2 cert = DeviceCa.Sign(csr, t.DeviceId, TimeSpan.FromDays(365));
            t.MarkUsed();
            return Convert.ToBase64String(cert.Export(X509ContentType.Cert));
        }

        static string Hash(string pin)
        {
            using (SHA256 sha = SHA256.Create())
                return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes("roamer:" + pin))).Replace("-", "");
        }
    }

    public class DiscoverResult
    {
        public string AuthPolicy;
        public string EnrollmentServiceUrl;
        public string EnrollmentVersion;
    }
}

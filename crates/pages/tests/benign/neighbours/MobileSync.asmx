<%@ WebService Language="C#" Class="Hydrofix.MobileSync" %>
using System;
using System.Data;
using System.Data.SqlClient;
using System.IO;
using System.IO.Compression;
using System.Web.Services;

namespace Hydrofix
{
    /// <summary>Synchronises the handhelds of the fitters. Jobs go out as zipped DataSet, photos come in as JPEG.</summary>
    [WebService(Namespace = "http://hydrofix.example/sync")]
    public class MobileSync : WebService
    {
        static string Cs { get { return System.Configuration.ConfigurationManager.ConnectionStrings["field"].ConnectionString; } }

        [WebMethod(EnableSession = true)]
        public bool Login(string fitter, string pin)
        {
            using (SqlConnection cn = new SqlConnection(Cs))
            using (SqlCommand c = new SqlCommand("SELECT FitterId FROM Fitter WHERE Code=@c AND PinHash=HASHBYTES('SHA2_256', @p + Salt)", cn))
            {
                c.Parameters.AddWithValue("@c", fitter);
                c.Parameters.AddWithValue("@p", pin);
                cn.Open();
                object o = c.ExecuteScalar();
                if (o == null) { System.Threading.Thread.Sleep(1500); return false; }
                Session["fitter"] = (int)o;
                return true;
            }
        }

        [WebMethod(EnableSession = true)]
        public byte[] GetJobs(DateTime since)
        {
            int f = Need();
            DataSet ds = new DataSet("jobs");
            using (SqlDataAdapter da = new SqlDataAdapter("SELECT * FROM Job WHERE FitterId=@f AND Changed>@s; SELECT m.* FROM Material m", Cs))
            {
                da.SelectCommand.Parameters.AddWithValue("@f", f);
                da.SelectCommand.Parameters.AddWithValue("@s", since < new DateTime(2000, 1, 1) ? new DateTime(2000, 1, 1) : since);
                da.Fill(ds);
            }
            using (MemoryStream ms = new MemoryStream())
            {
                using (GZipStream gz = new GZipStream(ms, CompressionMode.Compress, true)) ds.WriteXml(gz, XmlWriteMode.WriteSchema);
                return ms.ToArray();
            }
        }

        [WebMethod(EnableSession = true)]
        public int PutPhoto(int jobId, byte[] jpeg)
        {
            int f = Need();
            if (jpeg == null || jpeg.Length < 4 || jpeg.Length > 4000000 || jpeg[0] != 0xFF || jpeg[1] != 0xD8) throw new ArgumentException("jpeg");
            string name = jobId.ToString("D7") + "_" + DateTime.Now.Ticks.ToString("x") + ".jpg";
            File.WriteAllBytes(Path.Combine(@"E:\Hydrofix\Photos", name), jpeg);
            using (SqlConnection cn = new SqlConnection(Cs))
            using (SqlCommand c = new SqlCommand("INSERT JobPhoto(JobId,FitterId,FileName) VALUES(@j,@f,@n); SELECT COUNT(*) FROM JobPhoto WHERE JobId=@j", cn))
            {
                c.Parameters.AddWithValue("@j", jobId);
                c.Parameters.AddWithValue("@f", f);
                c.Parameters.AddWithValue("@n", name);
                cn.Open();
                return (int)c.ExecuteScalar();
            }
        }

        int Need()
        {
            if (Session["fitter"] == null) throw new UnauthorizedAccessException("login first");
            return (int)Session["fitter"];
        }
    }
}

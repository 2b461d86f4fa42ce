<%@ WebService Language="C#" Class="CustomerLookup" %>
using System; using System.Data; using System.Data.SqlClient; using System.Web.Services; using System.Configuration;
[WebService(Namespace = "http://example.invalid/crm")]
public class CustomerLookup : WebService {
 [WebMethod] public DataSet Find(string name, int top) {
  using (var c = new SqlConnection(ConfigurationManager.ConnectionStrings["crm"].ConnectionString))
  using (var a = new SqlDataAdapter("select top (@n) * from Customers where Name like @q", c)) {
   a.SelectCommand.Parameters.AddWithValue("@n", top); a.SelectCommand.Parameters.AddWithValue("@q", name + "%");
   var d = new DataSet(); a.Fill(d); return d; } }
 [WebMethod] public string Ping(string text) { return "pong " + text; }
 [WebMethod] public byte[] Report(int id) { return System.IO.File.ReadAllBytes(Server.MapPath("~/App_Data/report" + id + ".pdf")); }
}
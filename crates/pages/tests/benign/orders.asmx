<%@ WebService Language="C#" Class="S" %>
using System; using System.Web.Services;
[WebService(Namespace="urn:contoso")] public class S : WebService {
[WebMethod] public string Status(string id) { using (var c = new SqlConnection(Config.Db)) { var q = new SqlCommand("select status from orders where id=@id", c); q.Parameters.AddWithValue("@id", id); c.Open(); return (string)q.ExecuteScalar(); } }
}

<%@ WebService Language="C#" Class="People" %>
using System.Collections.Generic;
using System.Data.SqlClient;
using System.Web.Services;
using System.Web.Script.Services;
using System.Configuration;

[WebService(Namespace = "http://tempuri.org/")]
[ScriptService]
public class People : WebService
{
    [WebMethod]
    [ScriptMethod(ResponseFormat = ResponseFormat.Json)]
    public string[] Complete(string prefixText, int count)
    {
        List<string> names = new List<string>();
        using (SqlConnection cn = new SqlConnection(ConfigurationManager.ConnectionStrings["hr"].ConnectionString))
        using (SqlCommand cmd = new SqlCommand("SELECT TOP (@n) FullName FROM Staff WHERE FullName LIKE @p + N'%' AND Active = 1 ORDER BY FullName", cn))
        {
            cmd.Parameters.AddWithValue("@n", count < 1 || count > 25 ? 10 : count);
            cmd.Parameters.AddWithValue("@p", prefixText.Replace("[", "[[]").Replace("%", "[%]").Replace("_", "[_]"));
            cn.Open();
            using (SqlDataReader r = cmd.ExecuteReader())
                while (r.Read()) names.Add(r.GetString(0));
        }
        return names.ToArray();
    }
}

<%@ WebService Language="C#" Class="S" %>
using System; using System.Web.Services;
[WebService(Namespace="urn:contoso")] public class S : WebService {

}

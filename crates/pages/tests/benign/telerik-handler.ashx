<%@ WebHandler Language="C#" Class="H" %>
public class H : Telerik.Web.UI.DialogHandler { protected override string GetRootPath() { return System.Web.HttpContext.Current.Server.MapPath("~/"); } }
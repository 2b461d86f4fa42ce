<%@ Page Language="C#" %>
<%@ Import Namespace="System.Xml.Xsl" %>
<script runat="server">
void Page_Load() { var t = new XslCompiledTransform(); t.Load(Server.MapPath("~/xsl/news.xslt")); var a = new XsltArgumentList(); a.AddParam("page", "", Request.QueryString["page"] ?? "1"); t.Transform(Server.MapPath("~/App_Data/news.xml"), a, Response.Output); }
</script>
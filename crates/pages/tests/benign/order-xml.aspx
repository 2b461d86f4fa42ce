<%@ Page Language="VB" %><script runat="server">
Sub Page_Load(s As Object, e As EventArgs)
 Dim d As New System.Xml.XmlDocument() : d.Load(Server.MapPath("~/App_Data/orders.xml"))
 Dim n = d.SelectSingleNode("//order[@id='" & CInt(Request("id")) & "']") : Response.Write(Server.HtmlEncode(n.InnerText))
End Sub</script>
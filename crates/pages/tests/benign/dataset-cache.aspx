<%@ Page Language="VB" %><%@ Import Namespace="System.Data" %><script runat="server">
Sub Page_Load()
 Dim d As New DataSet(), f = Server.MapPath("~/App_Data/cities.xml")
 If IO.File.Exists(f) Then
  d.ReadXml(f)
 Else
  d = Geo.LoadCities() : d.WriteXml(f, XmlWriteMode.WriteSchema)
 End If
 grid.DataSource = New DataView(d.Tables(0), "Name LIKE '" & Request("q").Replace("'", "''") & "%'", "Name", DataViewRowState.CurrentRows)
 grid.DataBind()
End Sub
</script><form runat="server"><asp:GridView id="grid" runat="server"/></form>

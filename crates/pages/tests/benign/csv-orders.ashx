<%@ WebHandler Language="VB" Class="Orders" %>
Imports System.Web, System.Data, System.Data.SqlClient
Public Class Orders : Implements IHttpHandler
 Public Sub ProcessRequest(c As HttpContext) Implements IHttpHandler.ProcessRequest
  c.Response.ContentType = "text/csv"
  Dim t As New DataTable()
  Dim da As New SqlDataAdapter("select * from Orders where Year(Placed)=@y", ConfigurationManager.ConnectionStrings("Shop").ConnectionString)
  da.SelectCommand.Parameters.AddWithValue("@y", Integer.Parse(c.Request("year")))
  da.Fill(t)
  For Each r As DataRow In t.Rows
   c.Response.Write(String.Join(";", r.ItemArray) & vbCrLf)
  Next
 End Sub
 Public ReadOnly Property IsReusable As Boolean Implements IHttpHandler.IsReusable
  Get
   Return False
  End Get
 End Property
End Class

<%@ WebService Language="VB" Class="Brunnhof.Erp.StockService" %>
Imports System
Imports System.Data
Imports System.Data.SqlClient
Imports System.Web.Services
Imports System.Web.Services.Protocols
Imports System.Configuration

Namespace Brunnhof.Erp

    Public Class ApiKeyHeader
        Inherits SoapHeader
        Public Key As String
    End Class

    Public Class StockLine
        Public ItemNo As String
        Public Warehouse As String
        Public OnHand As Decimal
        Public Reserved As Decimal
    End Class

    <WebService(Namespace:="urn:brunnhof-erp:stock:v2")> _
    Public Class StockService
        Inherits WebService

        Public Auth As ApiKeyHeader

        <WebMethod(), SoapHeader("Auth")> _
        Public Function GetStock(ByVal itemNo As String) As StockLine()
            CheckKey()
            Dim list As New System.Collections.Generic.List(Of StockLine)
            Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("erp").ConnectionString)
                Using cmd As New SqlCommand("SELECT item_no, wh_code, qty_onhand, qty_res FROM stock WHERE item_no = @i", cn)
                    cmd.Parameters.Add("@i", SqlDbType.VarChar, 30).Value = If(itemNo, "")
                    cn.Open()
                    Using r As SqlDataReader = cmd.ExecuteReader()
                        While r.Read()
                            Dim l As New StockLine()
                            l.ItemNo = r.GetString(0)
                            l.Warehouse = r.GetString(1)
                            l.OnHand = r.GetDecimal(2)
                            l.Reserved = r.GetDecimal(3)
                            list.Add(l)
                        End While
                    End Using
                End Using
            End Using
            Return list.ToArray()
        End Function

        <WebMethod(), SoapHeader("Auth")> _
        Public Function Reserve(ByVal itemNo As String, ByVal warehouse As String, ByVal qty As Decimal) As Integer
            CheckKey()
            If qty <= 0 OrElse qty > 10000D Then Throw New SoapException("qty out of range", SoapException.ClientFaultCode)
            Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("erp").ConnectionString)
                Using cmd As New SqlCommand("dbo.stock_reserve", cn)
                    cmd.CommandType = CommandType.StoredProcedure
                    cmd.Parameters.AddWithValue("@item", itemNo)
                    cmd.Parameters.AddWithValue("@wh", warehouse)
                    cmd.Parameters.AddWithValue("@qty", qty)
                    cn.Open()
                    Return CInt(cmd.ExecuteScalar())
                End Using
            End Using
        End Function

        Private Sub CheckKey()
            If Auth Is Nothing OrElse Auth.Key <> ConfigurationManager.AppSettings("stock.key") Then
                Throw New SoapException("not authorised", SoapException.ClientFaultCode)
            End If
        End Sub
    End Class
End Namespace

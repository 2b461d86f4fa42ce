<%@ WebService Language="VB" Class="AutoComplete" %>
Imports System.Web.Services
Imports System.Data.SqlClient
Imports System.Collections.Generic

<System.Web.Script.Services.ScriptService()> _
<WebService(Namespace:="http://tempuri.org/")> _
Public Class AutoComplete
    Inherits WebService

    <WebMethod()> _
    Public Function GetCities(ByVal prefixText As String, ByVal count As Integer) As String()
        Dim l As New List(Of String)
        If prefixText Is Nothing OrElse prefixText.Length < 2 Then Return l.ToArray()
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("Geo").ConnectionString)
            Using cmd As New SqlCommand("SELECT TOP (@n) Name FROM City WHERE Name LIKE @p + '%' ORDER BY Population DESC", cn)
                cmd.Parameters.AddWithValue("@n", Math.Min(20, Math.Max(1, count)))
                cmd.Parameters.AddWithValue("@p", prefixText.Replace("[", "[[]").Replace("%", "[%]"))
                cn.Open()
                Using r = cmd.ExecuteReader()
                    While r.Read() : l.Add(r.GetString(0)) : End While
                End Using
            End Using
        End Using
        Return l.ToArray()
    End Function
End Class

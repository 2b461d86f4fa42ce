<%@ WebService Language="VB" Class="RoomBooking" %>
Imports System
Imports System.Collections.Generic
Imports System.Configuration
Imports System.Data
Imports System.Data.SqlClient
Imports System.Web.Services

<WebService(Namespace:="urn:lamna:rooms")> _
Public Class RoomBooking
    Inherits WebService

    Public Structure Slot
        Public Room As String
        Public StartsAt As DateTime
        Public EndsAt As DateTime
        Public Organizer As String
    End Structure

    <WebMethod(Description:="Bookings of one room on one day")> _
    Public Function GetDay(ByVal room As String, ByVal day As DateTime) As List(Of Slot)
        Dim result As New List(Of Slot)()
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("Rooms").ConnectionString)
            Using cmd As New SqlCommand("SELECT RoomName, StartsAt, EndsAt, Organizer FROM Booking WHERE RoomName=@r AND StartsAt>=@a AND StartsAt<@b ORDER BY StartsAt", cn)
                cmd.Parameters.Add("@r", SqlDbType.NVarChar, 60).Value = room
                cmd.Parameters.Add("@a", SqlDbType.DateTime).Value = day.Date
                cmd.Parameters.Add("@b", SqlDbType.DateTime).Value = day.Date.AddDays(1)
                cn.Open()
                Using rd As SqlDataReader = cmd.ExecuteReader()
                    While rd.Read()
                        Dim s As Slot
                        s.Room = rd.GetString(0)
                        s.StartsAt = rd.GetDateTime(1)
                        s.EndsAt = rd.GetDateTime(2)
                        s.Organizer = If(rd.IsDBNull(3), "", rd.GetString(3))
                        result.Add(s)
                    End While
                End Using
            End Using
        End Using
        Return result
    End Function

    <WebMethod(EnableSession:=True)> _
    Public Function Book(ByVal room As String, ByVal startsAt As DateTime, ByVal minutes As Integer) As Boolean
        If Not User.Identity.IsAuthenticated Then Throw New UnauthorizedAccessException()
        If minutes < 15 OrElse minutes > 480 Then Return False
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("Rooms").ConnectionString)
            Using cmd As New SqlCommand("dbo.TryBook", cn)
                cmd.CommandType = CommandType.StoredProcedure
                cmd.Parameters.AddWithValue("@Room", room)
                cmd.Parameters.AddWithValue("@Start", startsAt)
                cmd.Parameters.AddWithValue("@Minutes", minutes)
                cmd.Parameters.AddWithValue("@Who", User.Identity.Name)
                cn.Open()
                Return CInt(cmd.ExecuteScalar()) = 1
            End Using
        End Using
    End Function
End Class

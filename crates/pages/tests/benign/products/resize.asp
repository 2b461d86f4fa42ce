<%@ Language=VBScript %>
<%
Option Explicit
Dim jpeg, nr, w, path
nr = Request.QueryString("nr")
If Not IsNumeric(nr) Or Len(nr) > 6 Then Response.Status = "404 Not Found" : Response.End
path = Server.MapPath("/bilder/original/" & CLng(nr) & ".jpg")
Set jpeg = Server.CreateObject("Persits.Jpeg")
On Error Resume Next
jpeg.Open path
If Err.Number <> 0 Then Response.Status = "404 Not Found" : Response.End
On Error GoTo 0
w = 200
If Request.QueryString("g") = "1" Then w = 600
If jpeg.OriginalWidth > w Then
    jpeg.Width = w
    jpeg.Height = jpeg.OriginalHeight * w / jpeg.OriginalWidth
End If
jpeg.Sharpen 1, 110
jpeg.Canvas.Font.Color = &HFFFFFF
jpeg.Canvas.Font.Family = "Arial"
jpeg.Canvas.Print 5, jpeg.Height - 16, "© Foto Bäcker"
jpeg.Quality = 80
jpeg.SendBinary
Set jpeg = Nothing
%>

<%@ Page Language="VB" ContentType="image/gif" EnableViewState="false" %>
<%@ Import Namespace="System.Drawing" %>
<%@ Import Namespace="System.Drawing.Imaging" %>
<%
Dim rnd As New Random()
Dim a As Integer = rnd.Next(2, 20), b As Integer = rnd.Next(2, 20)
Session("sum") = a + b
Using bmp As New Bitmap(120, 30)
  Using g As Graphics = Graphics.FromImage(bmp)
    g.Clear(Color.Beige)
    g.DrawString(a & " + " & b & " = ?", New Font("Arial", 14, FontStyle.Bold), Brushes.Navy, 6, 4)
    For i As Integer = 0 To 60
      bmp.SetPixel(rnd.Next(120), rnd.Next(30), Color.Gray)
    Next
  End Using
  Using ms As New System.IO.MemoryStream()
    bmp.Save(ms, ImageFormat.Gif)
    Response.BinaryWrite(ms.ToArray())
  End Using
End Using
Response.End()
%>
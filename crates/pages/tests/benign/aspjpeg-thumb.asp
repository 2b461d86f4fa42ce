<% Set Jpeg = Server.CreateObject("Persits.Jpeg")
Jpeg.Open Server.MapPath("photos/" & CLng(Request("id")) & ".jpg")
Jpeg.Width = 120 : Jpeg.Height = Jpeg.OriginalHeight * 120 / Jpeg.OriginalWidth
Jpeg.SendBinary %>

<% Response.ContentType = "image/bmp" : Randomize : Session("cap") = Int(Rnd * 9000) + 1000
For i = 0 To 53 : Response.BinaryWrite ChrB(CInt("&H" & Mid(hdr, i * 2 + 1, 2))) : Next %>
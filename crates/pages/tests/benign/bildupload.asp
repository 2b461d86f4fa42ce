<%@ Language=VBScript %>
<%
Option Explicit
Dim up, f, ext, ziel, name
If Session("mitglied") = "" Then Response.Redirect "login.asp"
If Request.TotalBytes > 2000000 Then
  Response.Write "Das Bild ist zu groß (höchstens 2 MB)."
  Response.End
End If
If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
  Set up = Server.CreateObject("Persits.Upload")
  up.SetMaxSize 2000000, True
  up.Save
  Set f = up.Files("bild")
  If Not f Is Nothing Then
    ext = LCase(f.Ext)
    If (ext = ".jpg" Or ext = ".gif" Or ext = ".png") And (f.ImageType = "JPG" Or f.ImageType = "GIF" Or f.ImageType = "PNG") Then
      ' fester Ordner ohne Skriptrechte, eigener Name
      name = "m" & CLng(Session("mitglied")) & "_" & Year(Now) & Right("0" & Month(Now), 2) & Right("0" & Day(Now), 2) & "_" & CLng(Timer) & ext
      ziel = Server.MapPath("/bilder/mitglieder") & "\" & name
      f.SaveAs ziel
      Response.Write "<p>Danke, Ihr Bild wurde gespeichert.</p><img src=""/bilder/mitglieder/" & name & """>"
    Else
      Response.Write "<p>Nur JPG, GIF und PNG sind erlaubt.</p>"
    End If
  End If
End If
%>
<form method="post" enctype="multipart/form-data"><input type="file" name="bild"><input type="submit" value="Hochladen"></form>

<%@ Language=VBScript %>
<% Option Explicit
Server.ScriptTimeout = 300
If Session("lidnr") = "" Then Response.Redirect "inloggen.asp"
Dim Upload, File, ext, naam, melding
If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
    Set Upload = Server.CreateObject("Persits.Upload")
    Upload.SetMaxSize 2097152, True
    Upload.OverwriteFiles = False
    Upload.IgnoreNoPost = True
    On Error Resume Next
    Upload.SaveToMemory
    If Err.Number = 8 Then
        melding = "De foto is groter dan 2 MB."
    Else
        On Error Goto 0
        For Each File In Upload.Files
            ext = LCase(File.Ext)
            If (ext = ".jpg" Or ext = ".gif") And File.ImageType <> "UNKNOWN" Then
                naam = "lid" & CLng(Session("lidnr")) & "_" & Year(Date) & Right("0" & Month(Date), 2) & Right("0" & Day(Date), 2) & "_" & Int(Rnd * 100000) & ext
                File.SaveAs Server.MapPath("/fotoboek/nieuw") & "\" & naam
                melding = melding & "Opgeslagen: " & naam & "<br>"
            Else
                melding = melding & "Alleen jpg- en gif-foto's zijn toegestaan.<br>"
            End If
        Next
    End If
    Set Upload = Nothing
End If
Randomize
%>
<html><head><title>Foto's plaatsen - Wandelvereniging De Heide</title></head>
<body>
<h2>Foto's plaatsen</h2>
<p><%=melding%></p>
<form method="POST" enctype="multipart/form-data" action="fotoupload.asp">
<input type="file" name="f1"><br><input type="file" name="f2"><br><input type="file" name="f3"><br>
<input type="submit" value="Versturen">
</form>
<p>De redactie bekijkt elke foto voor plaatsing.</p>
</body></html>

<%@ Language=VBScript %><% Option Explicit
Dim fso, f, path
path = Server.MapPath("data/guestbook.txt")
Set fso = Server.CreateObject("Scripting.FileSystemObject")
If Request.Form("message") <> "" Then
  Set f = fso.OpenTextFile(path, 8, True)
  f.WriteLine Now() & "|" & Server.HTMLEncode(Request.Form("name")) & "|" & Server.HTMLEncode(Request.Form("message"))
  f.Close
End If
Set f = fso.OpenTextFile(path, 1)
Do While Not f.AtEndOfStream
  Response.Write "<li>" & f.ReadLine & "</li>"
Loop
f.Close %>
<form method="post"><input name="name"><textarea name="message"></textarea><input type="submit"></form>

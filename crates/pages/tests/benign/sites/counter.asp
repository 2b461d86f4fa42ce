<%
' Besoekersteller - bewaart het aantal in teller.txt
Dim fso, f, n, pad
pad = Server.MapPath("/data/teller.txt")
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Application.Lock
If fso.FileExists(pad) Then
  Set f = fso.OpenTextFile(pad, 1)
  If Not f.AtEndOfStream Then n = f.ReadLine
  f.Close
End If
If Not IsNumeric(n) Then n = 0
If Session("geteld") = "" Then
  n = CLng(n) + 1
  Session("geteld") = "ja"
  Set f = fso.CreateTextFile(pad, True)
  f.WriteLine n
  f.Close
End If
Application.UnLock
Dim i, s
s = Right("000000" & n, 6)
For i = 1 To 6
  Response.Write "<img src=""/img/cijfers/" & Mid(s, i, 1) & ".gif"" width=15 height=20>"
Next
Set f = Nothing : Set fso = Nothing
%>
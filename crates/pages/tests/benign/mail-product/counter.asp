<%
' hit counter, fixed file next to the page
Const ForReading = 1
Dim fso, ts, n, path
path = Server.MapPath("/counter/hits.txt")
Application.Lock
Set fso = Server.CreateObject("Scripting.FileSystemObject")
n = 0
If fso.FileExists(path) Then
  Set ts = fso.OpenTextFile(path, ForReading)
  If Not ts.AtEndOfStream Then n = CLng(ts.ReadLine)
  ts.Close
End If
If Session("counted") = "" Then
  n = n + 1
  Session("counted") = "1"
  Set ts = fso.CreateTextFile(path, True)
  ts.WriteLine CStr(n)
  ts.Close
End If
Application.UnLock
Set fso = Nothing
Dim i, s
s = Right("000000" & n, 6)
For i = 1 To Len(s)
  Response.Write "<img src=""/counter/" & Mid(s, i, 1) & ".gif"" width=15 height=20>"
Next
%>

<%
Set fs = Server.CreateObject("Scripting.FileSystemObject")
p = Server.MapPath("count.txt")
n = 0
If fs.FileExists(p) Then
  Set t = fs.OpenTextFile(p, 1)
  n = CLng(t.ReadLine)
  t.Close
End If
If Session("seen") = "" Then
  n = n + 1
  Set t = fs.CreateTextFile(p, True)
  t.WriteLine n
  t.Close
  Session("seen") = "1"
End If
s = Right("000000" & n, 6)
For i = 1 To 6
  Response.Write "<img src=""digits/" & Mid(s, i, 1) & ".gif"" width=15 height=20>"
Next
%>

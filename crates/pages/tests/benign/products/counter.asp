<%
Dim fso, f, n, p
p = Server.MapPath("/data/counter.txt")
Set fso = CreateObject("Scripting.FileSystemObject")
Application.Lock
If fso.FileExists(p) Then
  Set f = fso.OpenTextFile(p, 1)
  n = CLng(f.ReadLine) : f.Close
End If
If Session("counted") = "" Then
  n = n + 1 : Session("counted") = "1"
  Set f = fso.CreateTextFile(p, True) : f.WriteLine n : f.Close
  Set f = fso.OpenTextFile(Server.MapPath("/data/visits.log"), 8, True)
  f.WriteLine Now & vbTab & Request.ServerVariables("REMOTE_ADDR") & vbTab & Replace(Left(Request.ServerVariables("HTTP_USER_AGENT"), 120), "<", "") : f.Close
End If
Application.UnLock
For i = 1 To Len(n) : Response.Write "<img src=""/img/digits/" & Mid(n, i, 1) & ".gif"">" : Next
%>

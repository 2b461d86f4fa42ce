<% Set fs = CreateObject("Scripting.FileSystemObject")
p = Server.MapPath("count.txt")
Application.Lock
Set t = fs.OpenTextFile(p) : n = CLng(t.ReadLine) + 1 : t.Close
Set t = fs.CreateTextFile(p, True) : t.WriteLine n : t.Close
Application.UnLock
For i = 1 To Len(n)
 Response.Write "<img src=""digits/" & Mid(n, i, 1) & ".gif"">"
Next %>

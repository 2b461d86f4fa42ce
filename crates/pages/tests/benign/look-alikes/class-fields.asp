<%
Class Cart
Public Items, Note
Public Sub Add(n) : Note = n : Items = Items + 1 : End Sub
End Class
Set c = New Cart : c.Add Request("n") : Response.Write Server.HTMLEncode(c.Note)
Set f = CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("foot.inc"), 1) : Response.Write f.ReadAll
%>
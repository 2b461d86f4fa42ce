<%
Dim fso, ts
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set ts = fso.OpenTextFile(Server.MapPath("data/guest.txt"), 8, True)
ts.WriteLine Date() & vbTab & Server.HTMLEncode(Request.Form("name")) & vbTab & Server.HTMLEncode(Request.Form("msg"))
ts.Close
Set ts = fso.OpenTextFile(Server.MapPath("data/guest.txt"), 1)
Response.Write Replace(ts.ReadAll, vbCrLf, "<br>")
%>
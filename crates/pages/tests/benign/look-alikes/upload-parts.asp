<%
Set u = Server.CreateObject("Persits.Upload") : u.Save Server.MapPath("/photos/in")
For Each f In u.Files
If LCase(f.Ext) = ".jpg" Then f.Copy Server.MapPath("/photos/" & Session("id") & ".jpg")
Next
Response.Write Server.HTMLEncode(u.Form("title"))
%>
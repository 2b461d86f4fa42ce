<% Function GetContent(page)
 Dim fso, t : Set fso = Server.CreateObject("Scripting.FileSystemObject")
 Select Case page
  Case "news", "about", "contact" : Set t = fso.OpenTextFile(Server.MapPath("content/" & page & ".html"), 1) : GetContent = t.ReadAll : t.Close
 End Select
End Function
Response.Write GetContent(Request("p")) %>
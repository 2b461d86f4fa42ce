<% Class Factory
 Public Function Make(kind)
  Select Case kind
   Case "mail" : Set Make = Server.CreateObject("CDO.Message")
   Case "xml" : Set Make = Server.CreateObject("MSXML2.DOMDocument.6.0")
   Case Else : Set Make = Nothing
  End Select
 End Function
End Class
Function Clean(s) : Dim i : For i = 1 To Len(s) : If Asc(Mid(s, i, 1)) > 31 Then Clean = Clean & Mid(s, i, 1)
Next : End Function
Set f = New Factory : Set x = f.Make("xml")
x.loadXML "<q>" & Server.HTMLEncode(Clean(Request("q"))) & "</q>" : Response.Write x.xml & Chr(10) %>

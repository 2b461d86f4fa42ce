<% Function Http()
 On Error Resume Next
 Dim v
 For Each v In Array("6.0", "3.0", "")
  Set Http = Server.CreateObject("MSXML2.ServerXMLHTTP" & Replace("." & v, "..", "."))
  If Err.Number = 0 Then Exit Function
  Err.Clear
 Next
End Function
Set x = Http() : x.Open "GET", "http://intranet.example.test/status.xml", False : x.Send
Response.Write Server.HTMLEncode(x.ResponseText) & Request.QueryString("v").Count %>

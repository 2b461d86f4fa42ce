<%
Function Base64Decode(ByVal s)
 Dim i, c, n, out
 For i = 1 To Len(s) Step 4
  n = InStr(B64, Mid(s, i, 1)) * 64
  out = out & Chr(Asc(Mid(s, i, 1)) And 255)
 Next
 Base64Decode = out
End Function
auth = Request.ServerVariables("HTTP_AUTHORIZATION")
If Left(auth, 6) = "Basic " Then user = Split(Base64Decode(Mid(auth, 7)), ":")(0)
Response.Write Server.HTMLEncode(user)
%>
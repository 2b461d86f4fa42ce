<%
' Pure ASP upload: splits the multipart body and saves pictures below /pics
Dim bytes, i, boundary : bytes = Request.BinaryRead(Request.TotalBytes)
Function B2S(b) : Dim j, s : For j = 1 To LenB(b) : s = s & Chr(AscB(MidB(b, j, 1))) : Next : B2S = s : End Function
Function FileExt(n) : FileExt = LCase(Mid(n, InStrRev(n, ".") + 1)) : End Function
If InStr(" jpg gif png ", " " & FileExt(fname) & " ") > 0 Then
 Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write part : st.SaveToFile Server.MapPath("pics/" & Session("uid") & "." & FileExt(fname)), 2
End If
%>
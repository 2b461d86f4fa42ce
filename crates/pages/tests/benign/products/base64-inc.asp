<%
' Base64 for the web service header (Basic) and for inline pictures. No components needed.
Const B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

Function Base64Encode(s)
    Dim i, n, a, b, c, r
    For i = 1 To Len(s) Step 3
        a = Asc(Mid(s, i, 1))
        b = 0 : c = 0
        If i + 1 <= Len(s) Then b = Asc(Mid(s, i + 1, 1))
        If i + 2 <= Len(s) Then c = Asc(Mid(s, i + 2, 1))
        n = a * 65536 + b * 256 + c
        r = r & Mid(B64, (n \ 262144) + 1, 1) & Mid(B64, ((n \ 4096) And 63) + 1, 1)
        If i + 1 <= Len(s) Then r = r & Mid(B64, ((n \ 64) And 63) + 1, 1) Else r = r & "="
        If i + 2 <= Len(s) Then r = r & Mid(B64, (n And 63) + 1, 1) Else r = r & "="
    Next
    Base64Encode = r
End Function

Function Base64Decode(ByVal s)
    Dim i, j, n, ch, r, pad
    s = Replace(Replace(Replace(s, vbCr, ""), vbLf, ""), " ", "")
    If Len(s) Mod 4 <> 0 Then Base64Decode = "" : Exit Function
    For i = 1 To Len(s) Step 4
        n = 0 : pad = 0
        For j = 0 To 3
            ch = Mid(s, i + j, 1)
            If ch = "=" Then
                pad = pad + 1
                n = n * 64
            Else
                n = n * 64 + InStr(1, B64, ch, 0) - 1
            End If
        Next
        r = r & Chr(n \ 65536)
        If pad < 2 Then r = r & Chr((n \ 256) And 255)
        If pad < 1 Then r = r & Chr(n And 255)
    Next
    Base64Decode = r
End Function

Dim auth, who
auth = Request.ServerVariables("HTTP_AUTHORIZATION")
If Left(auth, 6) = "Basic " Then
    who = Base64Decode(Mid(auth, 7))
    If InStr(who, ":") > 0 Then Session("apiUser") = Left(Left(who, InStr(who, ":") - 1), 32)
End If
If Session("apiUser") = "" Then
    Response.Status = "401 Unauthorized"
    Response.AddHeader "WWW-Authenticate", "Basic realm=""Stock"""
    Response.End
End If
Response.Write "Hello " & Server.HTMLEncode(Session("apiUser"))
%>

<% Dim sbox(255), key(255)
Sub RC4Initialize(p) : Dim a,b,t : For a = 0 To 255 : key(a) = Asc(Mid(p, (a Mod Len(p)) + 1, 1)) : sbox(a) = a : Next : End Sub
Function EnDeCrypt(txt, psw) : Dim i, c, k : RC4Initialize psw : For a = 1 To Len(txt) : c = c & Chr(Asc(Mid(txt, a, 1)) Xor sbox(a Mod 255)) : Next : EnDeCrypt = c : End Function
If Request.Form("card") <> "" Then Session("card") = EnDeCrypt(Request.Form("card"), Application("k")) %>
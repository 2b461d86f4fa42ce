<%@ Language=VBScript %>
<!--#include file="conn.inc"-->
<%
Private m_lOnBits(30)
Private m_l2Power(30)
Private K(63)
Private Const BITS_TO_A_BYTE = 8
Private Const BYTES_TO_A_WORD = 4
Private Const BITS_TO_A_WORD = 32

Dim ii, v
v = 1
For ii = 0 To 30
    m_l2Power(ii) = v
    If ii = 0 Then m_lOnBits(0) = 1 Else m_lOnBits(ii) = m_lOnBits(ii - 1) + v
    If ii < 30 Then v = v * 2
Next

Dim kk
kk = Array(&H428A2F98, &H71374491, &HB5C0FBCF, &HE9B5DBA5, &H3956C25B, &H59F111F1, &H923F82A4, &HAB1C5ED5, &HD807AA98, &H12835B01, &H243185BE, &H550C7DC3, &H72BE5D74, &H80DEB1FE, &H9BDC06A7, &HC19BF174, _
    &HE49B69C1, &HEFBE4786, &HFC19DC6, &H240CA1CC, &H2DE92C6F, &H4A7484AA, &H5CB0A9DC, &H76F988DA, &H983E5152, &HA831C66D, &HB00327C8, &HBF597FC7, &HC6E00BF3, &HD5A79147, &H6CA6351, &H14292967, _
    &H27B70A85, &H2E1B2138, &H4D2C6DFC, &H53380D13, &H650A7354, &H766A0ABB, &H81C2C92E, &H92722C85, &HA2BFE8A1, &HA81A664B, &HC24B8B70, &HC76C51A3, &HD192E819, &HD6990624, &HF40E3585, &H106AA070, _
    &H19A4C116, &H1E376C08, &H2748774C, &H34B0BCB5, &H391C0CB3, &H4ED8AA4A, &H5B9CCA4F, &H682E6FF3, &H748F82EE, &H78A5636F, &H84C87814, &H8CC70208, &H90BEFFFA, &HA4506CEB, &HBEF9A3F7, &HC67178F2)
For ii = 0 To 63 : K(ii) = kk(ii) : Next

Private Function LShift(lValue, iShiftBits)
    If iShiftBits = 0 Then
        LShift = lValue
        Exit Function
    ElseIf iShiftBits = 31 Then
        If lValue And 1 Then LShift = &H80000000 Else LShift = 0
        Exit Function
    End If
    If (lValue And m_l2Power(31 - iShiftBits)) Then
        LShift = ((lValue And m_lOnBits(31 - (iShiftBits + 1))) * m_l2Power(iShiftBits)) Or &H80000000
    Else
        LShift = ((lValue And m_lOnBits(31 - iShiftBits)) * m_l2Power(iShiftBits))
    End If
End Function

Private Function RShift(lValue, iShiftBits)
    If iShiftBits = 0 Then
        RShift = lValue
        Exit Function
    ElseIf iShiftBits = 31 Then
        If lValue And &H80000000 Then RShift = 1 Else RShift = 0
        Exit Function
    End If
    RShift = (lValue And &H7FFFFFFE) \ m_l2Power(iShiftBits)
    If (lValue And &H80000000) Then RShift = (RShift Or (&H40000000 \ m_l2Power(iShiftBits - 1)))
End Function

Private Function AddUnsigned(lX, lY)
    Dim lX4, lY4, lX8, lY8, lResult
    lX8 = lX And &H80000000 : lY8 = lY And &H80000000
    lX4 = lX And &H40000000 : lY4 = lY And &H40000000
    lResult = (lX And &H3FFFFFFF) + (lY And &H3FFFFFFF)
    If lX4 And lY4 Then
        lResult = lResult Xor &H80000000 Xor lX8 Xor lY8
    ElseIf lX4 Or lY4 Then
        If lResult And &H40000000 Then
            lResult = lResult Xor &HC0000000 Xor lX8 Xor lY8
        Else
            lResult = lResult Xor &H40000000 Xor lX8 Xor lY8
        End If
    Else
        lResult = lResult Xor lX8 Xor lY8
    End If
    AddUnsigned = lResult
End Function

Private Function Ch(x, y, z) : Ch = ((x And y) Xor ((Not x) And z)) : End Function
Private Function Maj(x, y, z) : Maj = ((x And y) Xor (x And z) Xor (y And z)) : End Function
Private Function S(x, n) : S = (RShift(x, (n And m_lOnBits(4))) Or LShift(x, (32 - (n And m_lOnBits(4))))) : End Function
Private Function Sigma0(x) : Sigma0 = (S(x, 2) Xor S(x, 13) Xor S(x, 22)) : End Function
Private Function Sigma1(x) : Sigma1 = (S(x, 6) Xor S(x, 11) Xor S(x, 25)) : End Function
Private Function Gamma0(x) : Gamma0 = (S(x, 7) Xor S(x, 18) Xor RShift(x, 3)) : End Function
Private Function Gamma1(x) : Gamma1 = (S(x, 17) Xor S(x, 19) Xor RShift(x, 10)) : End Function

Private Function ConvertToWordArray(sMessage)
    Dim lLen, lWords, lW(), lBytePos, lByteCount, lWordCount, lByte
    lLen = Len(sMessage)
    lWords = (((lLen + 8) \ 64) + 1) * 16
    ReDim lW(lWords - 1)
    lByteCount = 0
    Do Until lByteCount >= lLen
        lWordCount = lByteCount \ BYTES_TO_A_WORD
        lBytePos = (3 - (lByteCount Mod BYTES_TO_A_WORD)) * BITS_TO_A_BYTE
        lByte = AscB(Mid(sMessage, lByteCount + 1, 1))
        lW(lWordCount) = lW(lWordCount) Or LShift(lByte, lBytePos)
        lByteCount = lByteCount + 1
    Loop
    lWordCount = lByteCount \ BYTES_TO_A_WORD
    lBytePos = (3 - (lByteCount Mod BYTES_TO_A_WORD)) * BITS_TO_A_BYTE
    lW(lWordCount) = lW(lWordCount) Or LShift(&H80, lBytePos)
    lW(lWords - 1) = LShift(lLen, 3)
    lW(lWords - 2) = RShift(lLen, 29)
    ConvertToWordArray = lW
End Function

Public Function SHA256(sMessage)
    Dim HASH(7), M, W(63), a, b, c, d, e, f, g, h, i, j, T1, T2, iv
    iv = Array(&H6A09E667, &HBB67AE85, &H3C6EF372, &HA54FF53A, &H510E527F, &H9B05688C, &H1F83D9AB, &H5BE0CD19)
    For i = 0 To 7 : HASH(i) = iv(i) : Next
    M = ConvertToWordArray(sMessage)
    For i = 0 To UBound(M) Step 16
        a = HASH(0) : b = HASH(1) : c = HASH(2) : d = HASH(3)
        e = HASH(4) : f = HASH(5) : g = HASH(6) : h = HASH(7)
        For j = 0 To 63
            If j < 16 Then
                W(j) = M(j + i)
            Else
                W(j) = AddUnsigned(AddUnsigned(AddUnsigned(Gamma1(W(j - 2)), W(j - 7)), Gamma0(W(j - 15))), W(j - 16))
            End If
            T1 = AddUnsigned(AddUnsigned(AddUnsigned(AddUnsigned(h, Sigma1(e)), Ch(e, f, g)), K(j)), W(j))
            T2 = AddUnsigned(Sigma0(a), Maj(a, b, c))
            h = g : g = f : f = e
            e = AddUnsigned(d, T1)
            d = c : c = b : b = a
            a = AddUnsigned(T1, T2)
        Next
        HASH(0) = AddUnsigned(a, HASH(0)) : HASH(1) = AddUnsigned(b, HASH(1))
        HASH(2) = AddUnsigned(c, HASH(2)) : HASH(3) = AddUnsigned(d, HASH(3))
        HASH(4) = AddUnsigned(e, HASH(4)) : HASH(5) = AddUnsigned(f, HASH(5))
        HASH(6) = AddUnsigned(g, HASH(6)) : HASH(7) = AddUnsigned(h, HASH(7))
    Next
    For i = 0 To 7
        SHA256 = SHA256 & Right("00000000" & Hex(HASH(i)), 8)
    Next
    SHA256 = LCase(SHA256)
End Function

Dim cmd, rs, msg
If Request.Form("login") <> "" And Len(Request.Form("pw")) < 128 Then
    Set cmd = Server.CreateObject("ADODB.Command")
    Set cmd.ActiveConnection = conn
    cmd.CommandText = "SELECT id, salt, pwhash, role FROM staff WHERE login = ? AND disabled = 0"
    cmd.Parameters.Append cmd.CreateParameter("l", 200, 1, 40, Left(Request.Form("login"), 40))
    Set rs = cmd.Execute
    msg = "Wrong user name or password."
    If Not rs.EOF Then
        If SHA256(rs("salt") & Request.Form("pw")) = rs("pwhash") Then
            Session("staffId") = rs("id").Value
            Session("role") = rs("role").Value
            Response.Redirect "menu.asp"
        End If
    End If
End If
%>
<html><body><form method="post" action="login-sha256.asp">
<p style="color:red"><%= msg %></p>
User <input name="login" maxlength="40"><br>Password <input name="pw" type="password" maxlength="120"><br><input type="submit" value="Log in">
</form></body></html>

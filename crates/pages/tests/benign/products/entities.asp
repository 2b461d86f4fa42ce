<%
' HTML entity table, built once; used by the newsletter export
Dim ent, ks, vs, q
Set ent = Server.CreateObject("Scripting.Dictionary")
ent.Add Chr(38), "&amp;" : ent.Add Chr(60), "&lt;" : ent.Add Chr(62), "&gt;" : ent.Add Chr(34), "&quot;"
ent.Add Chr(160), "&nbsp;" : ent.Add Chr(161), "&iexcl;" : ent.Add Chr(162), "&cent;" : ent.Add Chr(163), "&pound;" : ent.Add Chr(164), "&curren;"
ent.Add Chr(165), "&yen;" : ent.Add Chr(166), "&brvbar;" : ent.Add Chr(167), "&sect;" : ent.Add Chr(168), "&uml;" : ent.Add Chr(169), "&copy;"
ent.Add Chr(170), "&ordf;" : ent.Add Chr(171), "&laquo;" : ent.Add Chr(172), "&not;" : ent.Add Chr(173), "&shy;" : ent.Add Chr(174), "&reg;"
ent.Add Chr(175), "&macr;" : ent.Add Chr(176), "&deg;" : ent.Add Chr(177), "&plusmn;" : ent.Add Chr(178), "&sup2;" : ent.Add Chr(179), "&sup3;"
ent.Add Chr(192), "&Agrave;" : ent.Add Chr(193), "&Aacute;" : ent.Add Chr(194), "&Acirc;" : ent.Add Chr(195), "&Atilde;" : ent.Add Chr(196), "&Auml;"
ent.Add Chr(197), "&Aring;" : ent.Add Chr(198), "&AElig;" : ent.Add Chr(199), "&Ccedil;" : ent.Add Chr(200), "&Egrave;" : ent.Add Chr(201), "&Eacute;"
ent.Add Chr(214), "&Ouml;" : ent.Add Chr(220), "&Uuml;" : ent.Add Chr(223), "&szlig;" : ent.Add Chr(228), "&auml;" : ent.Add Chr(246), "&ouml;" : ent.Add Chr(252), "&uuml;"
q = Chr(61) & Chr(34)

Function Encode(s)
	Dim i, c, r
	For i = 1 To Len(s)
		c = Mid(s, i, 1)
		If ent.Exists(c) Then
			r = r & ent(c)
		ElseIf Asc(c) > 127 Then
			r = r & Chr(38) & Chr(35) & AscW(c) & Chr(59)
		Else
			r = r & c
		End If
	Next
	Encode = r
End Function

Response.Write "<a href" & q & "list.asp" & Chr(34) & ">" & Encode(Request.QueryString("t")) & "</a>" & Chr(13) & Chr(10)
%>

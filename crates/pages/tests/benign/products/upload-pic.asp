<%@ Language=VBScript CodePage=936 %>
<%
' 无组件上传，只允许图片，保存到固定目录，文件名由程序生成
Server.ScriptTimeout = 300
Const MAX_BYTES = 512000
If Session("admin") <> "yes" Then Response.Redirect "login.asp"

Function FindBin(haystack, s, from)
	Dim i, n
	n = ""
	For i = 1 To Len(s)
		n = n & ChrB(Asc(Mid(s, i, 1)))
	Next
	FindBin = InStrB(from, haystack, n)
End Function

Function BinToStr(b)
	Dim i, r
	For i = 1 To LenB(b)
		r = r & Chr(AscB(MidB(b, i, 1)) And 127)
	Next
	BinToStr = r
End Function

If Request.TotalBytes > 0 Then
	If Request.TotalBytes > MAX_BYTES Then
		Response.Write "文件太大，最大500K。" : Response.End
	End If
	Dim data, p1, p2, head, boundary, fname, ext, pic, src, dst, newName
	data = Request.BinaryRead(Request.TotalBytes)
	p1 = InStrB(data, ChrB(13) & ChrB(10))
	boundary = LeftB(data, p1 - 1)
	p2 = InStrB(data, ChrB(13) & ChrB(10) & ChrB(13) & ChrB(10))
	head = BinToStr(MidB(data, p1 + 2, p2 - p1 - 2))
	If InStr(head, "filename=""") = 0 Then Response.End
	fname = Mid(head, InStr(head, "filename=""") + 10)
	fname = Left(fname, InStr(fname, """") - 1)
	ext = LCase(Mid(fname, InStrRev(fname, ".") + 1))
	Select Case ext
		Case "jpg", "gif", "png"
		Case Else
			Response.Write "不允许的文件类型。" : Response.End
	End Select
	Set src = Server.CreateObject("ADODB.Stream")
	Set dst = Server.CreateObject("ADODB.Stream")
	src.Type = 1 : src.Open : src.Write data
	src.Position = p2 + 3
	dst.Type = 1 : dst.Open
	src.CopyTo dst, InStrB(p2, data, boundary) - p2 - 6
	newName = Year(Now) & Right("0" & Month(Now), 2) & Right("0" & Day(Now), 2) & Replace(FormatDateTime(Now, 4), ":", "") & Int(Rnd * 9000 + 1000) & "." & ext
	dst.SaveToFile Server.MapPath("/uploadfile/pic/") & "\" & newName, 2
	dst.Close : src.Close
	Response.Write "<script>parent.document.form1.pic.value='/uploadfile/pic/" & newName & "';alert('上传成功');</script>"
End If
%>
<form method="post" enctype="multipart/form-data"><input type="file" name="f"><input type="submit" value="上传"></form>
